// `<refrain-link>`: the link in the footer. It is a plain link in the page's own light DOM, so that it looks as its neighbours do,
// and leads to the page when nothing else runs.
//
//   <refrain-link><a href="https://privacy.shop.example/privacy-choices">Your Privacy Choices</a></refrain-link>
import type { Core } from '../contract.ts';
import { element, statute } from '../words/elements.ts';
import { Word, spoken } from '../words/words.ts';
import { icon } from './icon.ts';

export const pageOf = (core: Core): string => `${core.settings.url}/privacy-choices`;

export function defineLink(core: Core): void {
  if (customElements.get('refrain-link')) return;
  customElements.define(
    'refrain-link',
    class extends HTMLElement {
      connectedCallback() {
        if (this.shadowRoot) return;
        const language = spoken(core.settings);
        const own = element('a', { href: pageOf(core) }, ...statute(core.settings.link === 'choices' ? Word.choices : Word.doNotSell, language));
        const mark = icon(language);
        const slot = element('slot');
        this.attachShadow({ mode: 'open' }).append(slot);
        // The link that the site wrote is the one; when the parser makes this element, it has not read it yet.
        const settle = () => {
          const written = [...this.querySelectorAll('a')].find((link) => link !== own);
          if (written) own.remove();
          else if (!own.parentNode) this.append(own);
          // A page that copies its footer copies the icon too.
          const link = written ?? own;
          if (!link.querySelector('svg')) link.append(mark);
        };
        settle();
        slot.addEventListener('slotchange', settle);
      }
    },
  );
}
