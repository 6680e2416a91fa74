// The link on the site: what it looks like, what it opens, and whether it can be seen.
import type { Core } from '../contract.ts';
import { defineLink } from './element.ts';
import { warnOfLink } from './visibility.ts';

/** Any of these opens the panel, wherever and whenever it is put into the page. */
export const LINKS = 'refrain-link,a[data-refrain-link]';

export function installLink(core: Core): void {
  defineLink(core);
  addEventListener('click', (event) => {
    // A link that is opened in another tab or window is the page, as for any link.
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!event.composedPath().some((node) => node instanceof Element && node.matches(LINKS))) return;
    event.preventDefault();
    core.open();
  });
  // Safari has no idle callback.
  addEventListener('load', () => (window.requestIdleCallback ?? setTimeout)(() => warnOfLink(core)));
}
