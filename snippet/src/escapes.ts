import { heldMarkup, hold } from './hold.ts';
import { holds } from './hosts.ts';
import { holdMade } from './made.ts';
import { attempt } from './memory.ts';
import { ASKING, asks, park } from './park.ts';
import { type Around, patch } from './patch.ts';

const known = new WeakSet<Document>();

/** A copy asks for what its original was allowed to ask for, or what a template's never did. */
const heldCopy: Around = (call) => {
  const copy = call() as HTMLElement;
  for (const element of [copy, ...(copy.querySelectorAll?.('*') ?? [])]) {
    for (const name of ASKING.split(' ')) {
      const address = asks(element, name) && element.getAttribute?.(name);
      if (address && holds(address)) {
        element.removeAttribute(name);
        park(element, name, address);
      }
    }
  }
  return copy;
};

/** A frame of the same origin has a fetch of its own. */
const heldFrame: Around = (call) => {
  const inside = call() as (Window & Document) | null;
  attempt(() => holdAll(inside!.defaultView ?? inside!));
  return inside;
};

const heldForm: Around = (call, _, form) => (holds((form as HTMLFormElement).action) ? undefined : call());

/** Holds the ways out of `view` that tags take less often, which the core has no room for. */
export const holdEscapes = (view: Window): void => {
  holdMade(view);
  patch(view, 'ShadowRoot HTMLIFrameElement', 'innerHTML srcdoc', heldMarkup);
  patch(view, 'Node Document', 'cloneNode importNode', heldCopy);
  patch(view, 'HTMLFormElement', 'submit requestSubmit', heldForm);
  patch(view, 'HTMLIFrameElement', 'contentWindow contentDocument', heldFrame);
};

const holdAll = (view: Window): void => {
  const { document } = view;
  if (!document || known.has(document)) return;
  known.add(document);
  hold(view);
  holdEscapes(view);
};
