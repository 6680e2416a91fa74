// A person without JavaScript and without a pointer: Tab, Enter and Space.
import { PERSON, Visitor } from './visitor.mjs';
import { LANGUAGES, wordsOf } from './words.mjs';

const MAX_STOPS = 40;
const MIN_RING = 2;
const MIN_CONTRAST = 3;

export async function keyboard(part, browser, language) {
  const words = await wordsOf(language);
  const visitor = await Visitor.arrive(browser, part, { script: false, locale: LANGUAGES[language] });
  const hands = new Hands(visitor);
  const { verdict } = part;
  const status = () => visitor.text('.status h2');
  await visitor.go(part.demo.choices);
  await hands.tabTo(words.skip);
  await hands.tabTo(words['statute-do-not-sell']);
  await visitor.arriveBy(() => hands.press('Enter'));
  verdict.same('by keyboard: opted out', await status(), words['status-out-title']);

  await hands.tabTo(words['receipt-link']);
  await visitor.arriveBy(() => hands.press('Enter'));
  verdict.same('by keyboard: the receipt', await visitor.count('.lines li'), 3);
  await hands.tabTo(words['receipt-words']);
  await hands.press('Space');
  verdict.same('by keyboard: a fold opens', await visitor.count('dl.words:visible'), 1);

  await visitor.go(part.demo.choices);
  await hands.tabTo(words['offline-summary']);
  await hands.press('Enter');
  await hands.tabTo(words['identifier-label']);
  await visitor.page.keyboard.type('nobody');
  await visitor.arriveBy(() => hands.press('Enter'));
  verdict.same('by keyboard: the summary has the focus', await visitor.count('.mend:focus'), 1);
  await hands.tabTo(words['identifier-label'].slice(0, 12));
  await hands.press('Enter');
  verdict.same('by keyboard: and leads to the field', await visitor.count('#identifier:focus'), 1);
  await visitor.page.keyboard.press('Control+A');
  await visitor.page.keyboard.type(PERSON.email);
  await hands.tabTo(words['offline-submit-more']);
  await visitor.arriveBy(() => hands.press('Space'));
  verdict.check('by keyboard: mended', (await visitor.text('.since')).includes('ada…@…'));

  await hands.tabTo(words['statute-limit']);
  await visitor.arriveBy(() => hands.press('Enter'));
  verdict.same('by keyboard: limited', await visitor.count('.limited'), 1);
  await hands.tabTo(words['back-submit']);
  await visitor.arriveBy(() => hands.press('Enter'));
  await hands.tabTo(words['confirm-stay']);
  await hands.tabTo(words['confirm-submit']);
  await visitor.arriveBy(() => hands.press('Space'));
  verdict.same('by keyboard: back in', await status(), words['status-open-title']);

  await hands.tabTo(words['agent-summary']);
  await hands.press('Space');
  await hands.tabTo(words['agent-name']);
  await visitor.page.keyboard.type(PERSON.agent);
  await hands.tabTo(words['agent-person']);
  await visitor.page.keyboard.type(PERSON.email);
  await hands.tabTo(words['agent-permission']);
  await hands.press('Space');
  await hands.tabTo(words['agent-submit']);
  await visitor.arriveBy(() => hands.press('Enter'));
  verdict.check('by keyboard: an agent', (await visitor.text('.processed')).includes(PERSON.agent));
  verdict.note(`${language}: ${hands.stops} stops by keyboard, the focus seen at each`);
  await visitor.leave();
}

class Hands {
  stops = 0;

  constructor(visitor) {
    this.visitor = visitor;
  }

  press(key) {
    return this.visitor.page.keyboard.press(key);
  }

  /** Goes from stop to stop until the one whose name begins so; at each the focus must be seen. */
  async tabTo(name) {
    const passed = [];
    for (let stop = 0; stop < MAX_STOPS; stop += 1) {
      await this.press('Tab');
      this.stops += 1;
      const at = await this.visitor.page.evaluate(describeFocus);
      if (!at) continue;
      this.#judge(at);
      if (at.name.startsWith(name)) return;
      passed.push(at.name);
    }
    throw new Error(`no stop named "${name}" at ${this.visitor.page.url()}, only: ${passed.join(' | ')}`);
  }

  #judge({ name, ring, contrast, seen, isVisible }) {
    const { verdict } = this.visitor.part;
    verdict.check(`the focus is seen at "${name}"`, isVisible && ring >= MIN_RING && contrast >= MIN_CONTRAST, { isVisible, ring, contrast });
    verdict.check(`"${name}" is in sight when it has the focus`, seen);
  }
}

/** The stop at which the focus is, and how well that is seen; runs in the page. */
function describeFocus() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const luminance = (color) => {
    const parts = color.match(/[\d.]+/g).slice(0, 3).map((part) => part / 255);
    const [red, green, blue] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const style = getComputedStyle(element);
  const [dark, light] = [style.outlineColor, getComputedStyle(document.body).backgroundColor].map(luminance).sort((a, b) => a - b);
  const box = element.getBoundingClientRect();
  const label = element.labels?.[0] ?? element;
  return {
    name: label.textContent.replace(/[\u2066-\u2069]/g, '').replace(/\s+/g, ' ').trim(),
    ring: style.outlineStyle === 'none' ? 0 : Number.parseFloat(style.outlineWidth),
    contrast: (light + 0.05) / (dark + 0.05),
    seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    isVisible: element.matches(':focus-visible'),
  };
}
