import { holds } from './hosts.ts';
import { ASKING, asks, park } from './park.ts';
import { type Around, patch } from './patch.ts';

/** Browsers refuse this port without asking anybody, so the call fails as a network error does. */
export const NOWHERE = 'https://held.invalid:1';

/** Around a setter, and around `setAttribute`, which is given the name too. */
const heldAttribute: Around = (call, given, self, setter) => {
  const address = given.at(-1);
  const name = `${given.at(-2) ?? setter}`.toLowerCase();
  return ASKING.includes(name) && asks(self, name) && holds(address) ? park(self, name, address) : call();
};

export const heldMarkup: Around = (call, given) => {
  given.forEach((one, at) => {
    const markup = `${one}`.replace(/<(?!a\s)[a-z]+\s(?:"[^"]*"|'[^']*'|[^"'>])+/gi, (tag) =>
      tag.replace(/\s(src(?:set)?|href)(\s*=\s*("[^"]*"|'[^']*'|[^\s>]+))/gi, (all, name, rest, value) =>
        holds(value) ? ` data-refrain=sharing data-${name}${rest}` : all));
    // What is well stays what it was: it may be a trusted object.
    if (markup !== `${one}`) given[at] = markup;
  });
  return call();
};

const heldCall: Around = (call, given, _, name) => {
  const at = name === 'open' ? 1 : 0;
  if (holds(given[at])) given[at] = NOWHERE;
  return call();
};

/** Holds whatever may go out through the objects of `view`. */
export const hold = (view: Window): void => {
  patch(view, '', 'fetch fetchLater', heldCall);
  patch(view, 'Navigator XMLHttpRequest', 'sendBeacon open', heldCall);
  const elements = 'HTMLScriptElement HTMLImageElement HTMLIFrameElement HTMLLinkElement HTMLMediaElement HTMLSourceElement Element';
  patch(view, elements, `${ASKING} setAttribute setAttributeNS`, heldAttribute);
  patch(view, 'Element Document Range', 'innerHTML outerHTML insertAdjacentHTML createContextualFragment write writeln', heldMarkup);
};
