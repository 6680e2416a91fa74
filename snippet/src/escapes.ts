import type { Core } from './contract.ts';
import { holdCalls, holdElements, holdMarkup } from './hold.ts';
import { holds } from './hosts.ts';
import { attempt } from './memory.ts';
import { ASKING, asks, park } from './park.ts';
import { type Before, patch } from './patch.ts';

const known = new WeakSet<Document>();

/** A copy asks for what its original was allowed to ask for, or what a template's never did. */
const holdCopy: Before = (given, self, _, call) => {
  const copy = Reflect.apply(call, self, given) as HTMLElement;
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
const holdFrame: Before = (given, self, _, call) => {
  const inside = Reflect.apply(call, self, given) as (Window & Document) | null;
  attempt(() => holdAll(inside!.defaultView ?? inside!));
};

/** React writes it as an attribute. */
const holdSrcdoc: Before = (given, ...more) => (/^srcdoc$/i.test(given[0] as string) ? holdMarkup(given, ...more) : undefined);

const holdForm: Before = (_, form) => (holds((form as HTMLFormElement).action) ? false : undefined);

/** Holds the ways out of `view` that tags take less often, which the core has no room for. */
const holdEscapes = (view: Window): void => {
  patch(view, 'ShadowRoot HTMLIFrameElement', 'innerHTML srcdoc', holdMarkup);
  patch(view, 'Element', 'setAttribute', holdSrcdoc);
  patch(view, 'Node Document', 'cloneNode importNode', holdCopy);
  patch(view, 'HTMLFormElement', 'submit requestSubmit', holdForm);
  patch(view, 'HTMLIFrameElement', 'contentWindow contentDocument', holdFrame);
};

const holdAll = (view: Window): void => {
  const { document } = view;
  if (!document || known.has(document)) return;
  known.add(document);
  holdCalls(view);
  holdElements(view);
  holdEscapes(view);
};

/** Where sharing is not allowed; a page takes nothing of it back. */
export const installEscapes = (core: Core): void =>
  core.watch(({ sharing }) => {
    if (sharing === 'allowed' || known.has(document)) return;
    known.add(document);
    holdEscapes(window);
  });
