import { now } from './choice.ts';
import { attempt } from './memory.ts';

const MARK = 'data-refrain';
const HELD = `[${MARK}=sharing]`;
/** What makes an element ask somebody. */
export const ASKING = 'src srcset href';
/** Whether the attribute makes the element ask: what has an `href` is a link that people follow, unless it is a `<link>`. */
export const asks = ({ localName }: Element, name: string): boolean => (name === 'href') === (localName === 'link');
const queue: HTMLScriptElement[] = [];
/** A held script of the page's own markup is loading: those behind it may need what it brings. */
let loading = false;

/** Holds what `element` would load: it keeps the address without asking for it. */
export const park = (element: Element, attribute: string, address: unknown): void => {
  element.setAttribute(MARK, 'sharing');
  element.setAttribute(`data-${attribute}`, `${address}`);
};

const next = (): void => {
  if (loading || now.sharing !== 'allowed' || !queue[0]) return;
  const element = queue.shift()!;
  const { dataset } = element;
  const isWritten = element.type === 'text/plain';
  if (isWritten) {
    element.type = dataset.type || '';
    if (dataset.src && !element.hasAttribute('async')) {
      loading = true;
      for (const end of ['load', 'error']) {
        element.addEventListener(end, () => {
          loading = false;
          next();
        });
      }
    }
  }
  // A frame gives its place to a copy: to one that it has just parsed Chromium gives no address, and one of the page's markup it
  // would lead back to that address when the person comes back, whatever they chose meanwhile.
  const asking = element.localName === 'iframe' ? (element.cloneNode() as Element) : element;
  for (const name of ASKING.split(' ')) if (dataset[name]) asking.setAttribute(name, dataset[name]);
  if (asking !== element) element.replaceWith(asking);
  // A script that has had its chance runs when its text changes.
  if (isWritten) element.text += '';
  next();
};

/** Releases what is held in `root`, in order. What stands in no page is lost, as it would be without a network. */
export const release = (root: ParentNode): void => {
  if (now.sharing !== 'allowed') return;
  for (const element of root.querySelectorAll<HTMLScriptElement>(HELD)) {
    element.removeAttribute(MARK);
    queue.push(element);
  }
  // A strict policy may forbid what a script's text becomes.
  attempt(next);
};

new MutationObserver((changes) => {
  for (const place of new Set(changes.map(({ target }) => target))) release(place as Element);
}).observe(document, { childList: true, subtree: true });
