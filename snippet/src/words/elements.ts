// Elements made without markup, so that no policy on markup (Trusted Types) and none on inline style stands in the way.
import { ENGLISH, type Spoken, type Statute } from './words.ts';

type Attributes = Record<string, string | EventListener>;
type Child = Node | string;

/** An element with its attributes, of which a function is a listener, and with what is inside it. */
export function element<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, ...parts: (Attributes | Child)[]): HTMLElementTagNameMap[Tag] {
  return fill(document.createElement(tag), parts);
}

export function drawing<Tag extends keyof SVGElementTagNameMap>(tag: Tag, ...parts: (Attributes | Child)[]): SVGElementTagNameMap[Tag] {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), parts);
}

function fill<Made extends Element>(made: Made, parts: (Attributes | Child)[]): Made {
  for (const part of parts) {
    if (typeof part === 'string' || part instanceof Node) made.append(part);
    else {
      for (const [name, value] of Object.entries(part)) {
        if (typeof value === 'string') made.setAttribute(name, value);
        else made.addEventListener(name, value);
      }
    }
  }
  return made;
}

/** A title in the law's own words, which are English in every language, and its translation for whoever reads another. */
export function statute(title: Statute, { words }: Spoken): Child[] {
  const own = element('span', { lang: 'en' }, ENGLISH[title]);
  return words === ENGLISH ? [own] : [own, ' ', element('span', { class: 'gloss' }, words[title])];
}
