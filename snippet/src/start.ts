import { decide, now, optOut } from './choice.ts';
import type { Core, Status } from './contract.ts';
import { hold } from './hold.ts';
import { seen } from './hosts.ts';
import { release } from './park.ts';
import { settings } from './settings.ts';
import { type Act, tell } from './visits.ts';

const CHANGE = 'refrain:choice';
let shown = '';

const status = (): Status => ({ ...now, held: [...seen] });

/** Looks at what stands, and acts on it where it has changed. */
const settle = (): void => {
  decide();
  const text = JSON.stringify(now);
  if (text === shown) return;
  shown = text;
  // Modes are set before what is released can run.
  document.dispatchEvent(new CustomEvent(CHANGE, { detail: status() }));
  release(document);
};

/** Settles, and tells the server: a page does so when it begins and for an act, so that of many tabs one tells. */
const settleAndTell = (act?: Act): Promise<Status> => {
  decide();
  // Before anybody hears of a change and clears the identifiers that are told.
  const told = tell(act).then(() => {
    settle();
    return status();
  });
  // Whoever asked hears of the failure; the next page tries again.
  told.catch(() => {});
  settle();
  return told;
};

/** Starts the core, or finds the one that the page has in its head already. */
export const start = (): Core => {
  // An element whose id is `refrain` has this name too.
  if (!window.refrain?.watch) {
    hold(window);
    window.refrain = {
      settings,
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
        return settleAndTell(more ?? {});
      },
    };
    // A choice on another subdomain is told by its cookie alone.
    (window as { cookieStore?: EventTarget }).cookieStore?.addEventListener('change', settle);
    // Back from the cache, in another tab, before it was shown: the choice may have been made elsewhere meanwhile.
    for (const event of ['storage', 'pageshow', 'prerenderingchange', 'visibilitychange']) addEventListener(event, settle, true);
    settleAndTell();
  }
  return window.refrain;
};
