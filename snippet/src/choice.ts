import type { Answer, Status } from './contract.ts';
import { attempt, cookie, keep, kept } from './memory.ts';
import { named, settings } from './settings.ts';

const CHOICE = 'refrain_choice';
const OUT = 'out';
const DAYS_400 = 3456e4;

type Standing = Omit<Status, 'held'>;

/** Nothing is allowed before it has been decided, so a failure on the way releases nothing. */
export let now = {} as Standing;
/** The last that the server said on this page. */
let answer = {} as Partial<Answer>;

/** Whether a person is logged in whose choice the server has yet to tell. */
export const isAwaited = (): unknown => named.account && answer.sharing !== 'allowed';

export const optOut = (): void => {
  keep(CHOICE, OUT);
  if (cookie(CHOICE) !== OUT) attempt(() => (document.cookie = `${CHOICE}=${OUT};Path=/;Max-Age=${DAYS_400};Domain=${settings.domain}`));
};

export const hear = (heard: Answer): void => {
  answer = heard;
};

export const decide = (): void => {
  const signal = !!(navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl;
  // The cookie wins: the server may have written it meanwhile. Where all is gone, what stood on this page stands.
  const stands = signal || (cookie(CHOICE) || kept[CHOICE] || (now.sharing === 'denied' && OUT)) === OUT;
  // A signal is an opt-out of this browser, so it is remembered like one: that it vanishes takes nothing back.
  if (stands) optOut();
  // What the server says of a person it remembers itself. A denial without a receipt is of a server that does not know yet.
  const isOut = stands || answer.receipt_url;
  now = {
    ...answer,
    sharing: isOut ? 'denied' : isAwaited() || (document as { prerendering?: boolean }).prerendering ? 'waiting' : 'allowed',
    reason: signal ? 'preference_signal' : isOut ? 'opted_out' : isAwaited() ? 'account' : 'no_opt_out',
    signal,
  };
};

/** Goes by what another copy of this program has decided. */
export const adopt = (standing: Standing): void => {
  now = standing;
};
