import { decide, hear, now, optOut } from './choice.ts';
import type { Act, Core, Status, Tell } from './contract.ts';
import { opened } from './made.ts';
import { holdCalls, holdElements } from './hold.ts';
import { seen } from './hosts.ts';
import { release } from './park.ts';
import { attempt, keep, OPTED_OUT, TOLD } from './memory.ts';
import { named, settings } from './settings.ts';

const CHANGE = 'refrain:choice';
let shown = '';
/** Whether elements are held already. */
let holds: unknown;

const status = (): Status => ({ ...now, held: [...seen] });

/** Acts on what stands, where it has changed. */
const show = (): void => {
  if (shown === (shown = JSON.stringify(now))) return;
  if (now.sharing !== 'allowed') {
    for (const one of opened.splice(0)) attempt(() => (one.terminate || one.close).call(one));
    holds ||= [holdElements(window)];
  }
  // Modes are set before what is released can run.
  document.dispatchEvent(new CustomEvent(CHANGE, { detail: status() }));
  release(document);
};

const settle = (): void => {
  decide();
  show();
};

/** Settles, and tells the server: a page does so when it begins and for an act, so that of many tabs one tells. */
const settleAndTell = (act?: Act): Promise<Status> => {
  // Before anybody hears of a change and clears the identifiers that are told.
  const told = window.refrain!.tell(now, named, act).then((answer) => {
    if (answer) hear(answer);
    settle();
    return status();
  });
  // Whoever asked hears of the failure; the next page tries again.
  told.catch(() => {});
  show();
  return told;
};

/** Starts the core, or finds the one that the page has in its head already. */
export const start = (tell: Tell): Core => {
  // An element whose id is `refrain` has this name too.
  if (!window.refrain?.watch) {
    holdCalls(window);
    window.refrain = {
      settings,
      tell,
      status,
      open() {
        location.href = `${settings.url}/privacy-choices`;
      },
      watch(change) {
        change(status());
        document.addEventListener(CHANGE, () => change(status()));
      },
      optOut(more) {
        optOut();
        // Kept before anything can fail, so that the next page tries again.
        keep(TOLD, OPTED_OUT);
        decide();
        return settleAndTell(more ?? {});
      },
    };
    decide();
    if (now.sharing !== 'allowed') settleAndTell();
    // What follows costs as much as all the rest, and can wait until the page's start is over. Each of these may mean that the choice
    // was made elsewhere meanwhile: on another subdomain, in another tab, before the page came back from the cache or was shown.
    setTimeout(() => {
      settle();
      (window as { cookieStore?: EventTarget }).cookieStore?.addEventListener('change', settle);
      for (const event of ['storage', 'pageshow', 'prerenderingchange', 'visibilitychange']) addEventListener(event, settle, true);
    });
  }
  return window.refrain;
};
