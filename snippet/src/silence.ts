import type { Core } from './contract.ts';
import { listed } from './hosts.ts';
import { attempt, kept, TOLD } from './memory.ts';
import { away, park } from './park.ts';
import { settings } from './settings.ts';

/** Frames of recipients that run already end, and stay where they are, held, so nothing on the page moves. So do lazy images. */
const silence = (root: ParentNode): void => {
  for (const frame of root.querySelectorAll<HTMLIFrameElement & HTMLImageElement>('iframe,img')) {
    const address = frame.src;
    if (!frame.complete && listed(address)) {
      away(frame, () => {
        frame.removeAttribute('src');
        park(frame, 'src', address);
      });
    }
    // Ads stand in frames of the page's own origin, too.
    else if (frame.contentDocument) silence(frame.contentDocument);
  }
};

/** What the server has yet to hear of stays until it has: an identifier that is gone can no longer be opted out. */
const leaves = (name: string): boolean =>
  RegExp(settings.clear).test(name) && !(settings.report[name] && !parseInt(kept[TOLD]!));

/** Removes the identifiers that ad tags left, on this host and every domain above it. */
const clear = (): void => {
  for (const name of Object.keys(kept).filter(leaves)) delete kept[name];
  attempt(() => {
    for (const name of document.cookie.split(/=[^;]*|; /).filter(leaves)) {
      const domains = location.hostname.split('.').map((_, at, labels) => `;Domain=${labels.slice(at).join('.')}`);
      for (const domain of ['', ...domains]) document.cookie = `${name}=;Path=/;Max-Age=0${domain}`;
    }
  });
};

/** Where tags run already when the person opts out. */
export const installSilence = (core: Core): void =>
  core.watch(({ sharing }) => {
    if (sharing !== 'allowed') {
      silence(document);
    }
    if (sharing === 'denied') clear();
  });
