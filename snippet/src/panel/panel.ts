// The page in small: what stands, one control, what is held offline, the way back.
import type { Core, Status } from '../contract.ts';
import { panelIs } from '../gpp/api.ts';
import { pageOf } from '../link/element.ts';
import { icon } from '../link/icon.ts';
import { element, statute } from '../words/elements.ts';
import { Word, spoken, type Spoken } from '../words/words.ts';
import { offline } from './offline.ts';
import { standing } from './standing.ts';
import style from './style.css';

/** The element that the panel is. */
export const PANEL = 'refrain-panel';

/** Opens the panel, which changes nothing; answers with what draws the state of things anew. */
export function openPanel(core: Core): (status: Status) => void {
  const language = spoken(core.settings);
  const { words } = language;
  const page = pageOf(core);
  /** What went wrong with the last press, if anything did. */
  let trouble = '';

  const draw = (status: Status) => {
    const isOut = status.sharing === 'denied';
    const lines = standing(status, language, trouble);
    // What is said already is not said again.
    if (lines.map((line) => line.textContent).join('') !== state.textContent) state.replaceChildren(...lines);
    control.hidden = isOut;
    back.hidden = !isOut || status.signal;
  };
  const optOut = async (email?: string) => {
    trouble = '';
    const told = core.optOut({ email });
    draw(core.status());
    state.focus();
    await told.catch(() => {
      trouble = email ? words[Word.again] : words[Word.later];
    });
    draw(core.status());
    return !trouble;
  };

  const state = element('section', { role: 'status', tabindex: '-1' });
  const press = element('button', { class: 'main', click: () => optOut() }, ...statute(Word.doNotSell, language));
  const control = element('div', press, element('small', words[Word.hint]));
  const back = element('a', { class: 'button', href: page }, words[Word.back]);
  // The link must lead to both rights, and neither may weigh less (11 CCR 7015(c)); the other one is done on the page.
  const limit = element('a', { class: 'button main', href: page }, ...statute(Word.limit, language));
  const all = element('p', element('a', { href: page }, words[Word.all]));
  const dialog = dialogOf(core, language, state, control, offline(language, optOut), limit, back, all);
  const host = document.createElement(PANEL);
  const shadow = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  shadow.adoptedStyleSheets = [sheet];
  shadow.append(dialog);
  dialog.addEventListener('close', () => {
    host.remove();
    panelIs('hidden');
  });
  draw(core.status());
  document.body.append(host);
  dialog.showModal();
  panelIs('visible');
  return draw;
}

/** The browser's own modal dialog: it keeps the focus inside, gives it back, and closes on Escape. */
function dialogOf({ settings }: Core, language: Spoken, ...inside: Node[]): HTMLDialogElement {
  const { words } = language;
  const close = element('button', { class: 'close', 'aria-label': words[Word.close], click: ({ target }) => (target as Element).closest('dialog')!.close() }, '×');
  const business = element('small', element('bdi', settings.business));
  const [own, ...gloss] = statute(Word.choices, language);
  const title = element('h2', { tabindex: '-1', autofocus: '' }, own!, icon(language), ...gloss);
  const attributes = { 'aria-label': words[Word.choices], lang: language.language, dir: words[Word.dir] };
  return element('dialog', attributes, close, business, title, ...inside);
}
