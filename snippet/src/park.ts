import { now } from './choice.ts';
import { attempt } from './memory.ts';

const MARK = 'data-refrain';
const HELD = `[${MARK}=sharing]`;
/** What makes an element ask somebody. */
export const ASKING = 'src srcset href';
/** Whether the attribute makes the element ask: what has an `href` is a link that people follow, unless it is a `<link>`. */
export const asks = (element: Element, name: string): boolean => (name === 'href') === (element.localName === 'link');
/** How long a script may take before those behind it go ahead. One that came as markup never runs. */
const PATIENCE_MS = 1e4;
const queue: HTMLScriptElement[] = [];
/** A held script of the page's own markup is loading: those behind it may need what it brings. */
let loading: unknown;

/** Holds what `element` would load: it keeps the address without asking for it. That it was held is all there is to answer. */
export const park = (element: Element, attribute: string, address: unknown): false => {
  element.setAttribute(MARK, 'sharing');
  element.setAttribute(`data-${attribute}`, address as string);
  return false;
};

/** Acts while the element is out of the page: a frame forgets where it was, and the button “Back” does not lead there again. */
export const away = (element: ChildNode, act: () => void): void => {
  const place = new Text();
  element.replaceWith(place);
  act();
  place.replaceWith(element);
};

const next = (): void => {
  if (loading || now.sharing !== 'allowed' || !queue[0]) return;
  const element = queue.shift()!;
  const { dataset } = element;
  const isWritten = element.type === 'text/plain';
  if (isWritten) {
    element.type = dataset.type || '';
    if (dataset.src && !element.hasAttribute('async')) {
      loading = element;
      const end = () => {
        if (loading === element) loading = undefined;
        next();
      };
      element.addEventListener('load', end);
      element.addEventListener('error', end);
      setTimeout(end, PATIENCE_MS);
    }
  }
  const ask = () => {
    for (const name of ASKING.split(' ')) if (dataset[name]) element.setAttribute(name, dataset[name]);
  };
  if (element.localName === 'iframe') away(element, ask);
  else ask();
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
