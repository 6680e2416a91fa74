import { holds } from './hosts.ts';
import { ASKING, asks, park } from './park.ts';
import { type Before, patch } from './patch.ts';

import { NOWHERE } from './made.ts';

/** Before a setter, and before `setAttribute`, which is given the name too. */
const holdAttribute: Before = (given, self, setter) => {
  const address = given.at(-1);
  const name = `${given.at(-2) ?? setter}`.toLowerCase();
  return ASKING.includes(name) && asks(self, name) && holds(address) ? park(self, name, address) : undefined;
};

export const holdMarkup: Before = (given) => {
  given.forEach((one, at) => {
    const markup = `${one}`.replace(/<(?!a\s)[a-z]+\s(?:"[^"]*"|'[^']*'|[^>])+/gi, (tag) =>
      tag.replace(/(["'\s])(src(?:set)?|href)(\s*=\s*("[^"]*"|'[^']*'|[^\s>]+))/gi, (all, before, name, rest, value) =>
        holds(value) ? `${before} data-refrain=sharing data-${name}${rest}` : all));
    // What is well stays what it was: it may be a trusted object.
    if (markup !== `${one}`) given[at] = markup;
  });
};

const holdCall: Before = (given, _, name) => {
  const at = name === 'open' ? 1 : 0;
  if (holds(given[at])) given[at] = NOWHERE;
};

/** Holds the calls that scripts may keep for later; so they are held from the start. */
export const holdCalls = (view: Window): void => {
  patch(view, '', 'WebSocket WebTransport EventSource Worker SharedWorker fetch fetchLater', holdCall);
  patch(view, 'Navigator XMLHttpRequest', 'sendBeacon open', holdCall);
};

/** Holds what is looked up at each use, and which costs a page as much as all the rest: there is time until somebody opts out. */
export const holdElements = (view: Window): void => {
  const elements = 'HTMLScriptElement HTMLImageElement HTMLIFrameElement HTMLLinkElement HTMLMediaElement HTMLSourceElement Element';
  patch(view, elements, `${ASKING} setAttribute setAttributeNS`, holdAttribute);
  patch(view, 'Element Document Range', 'innerHTML outerHTML insertAdjacentHTML createContextualFragment write writeln', holdMarkup);
};
