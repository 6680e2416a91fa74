// Tab, Shift+Tab, Enter, Space and Escape, and nothing else.
import { PANEL, Visitor } from './visitor.mjs';

const MAX_STOPS = 30;
const MIN_RING = 2;
const LINK = 'Your Privacy Choices';
const CONTROL = 'Do Not Sell or Share My Personal Information';

export async function keyboard({ verdict, browser, site }) {
  const visitor = await Visitor.arrive(browser, site);
  const { page } = visitor;
  const press = (key) => page.keyboard.press(key);
  const tabTo = async (name, key = 'Tab') => {
    for (let stop = 0; stop < MAX_STOPS; stop += 1) {
      await press(key);
      if ((await visitor.focus()).name.startsWith(name)) return true;
    }
    return false;
  };

  verdict.check('the link is reached', await tabTo(LINK));
  await press('Enter');
  verdict.same('the title has the focus, and so the panel is read from its beginning', (await visitor.focus()).name, LINK);
  verdict.same('its name is the title', await page.getByRole('dialog', { name: LINK }).count(), 1);
  await trapped(verdict, visitor);

  await press('Escape');
  await page.locator(PANEL).waitFor({ state: 'detached' });
  const back = await visitor.focus();
  verdict.same('Escape gives the focus back', [back.isInside, back.name], [false, LINK]);
  verdict.same('and changes nothing', [(await visitor.status()).sharing, site.visits], ['allowed', []]);

  await press('Enter');
  verdict.check('the control is reached', await tabTo(CONTROL));
  await press('Space');
  verdict.same('the state has the focus when the control is gone', await visitor.find('[role=status]:focus').count(), 1);
  verdict.check('done', (await visitor.standing('since')).startsWith('Opt-Out Request Honored'));
  verdict.check('the receipt is reached', await tabTo('Your receipt'));
  verdict.check('the fold is reached', await tabTo('Also cover'));
  await press('Enter');
  verdict.check('the field is reached', await tabTo('E-mail address'));
  await page.keyboard.type('ada@example.com');
  await press('Enter');
  verdict.check('covered', (await visitor.standing('e-mail')).includes('for your e-mail address'));
  verdict.check('backwards too', await tabTo('Close', 'Shift+Tab'));
  await press('Enter');
  await page.locator(PANEL).waitFor({ state: 'detached' });
  verdict.same('closed by its button, and back at the link', (await visitor.focus()).name, LINK);
  verdict.none('a fault', visitor.faults);
  await visitor.leave();
}

/** Around and around in both directions: whatever on the page takes the focus, it is inside, and it is seen. */
async function trapped(verdict, visitor) {
  for (const key of ['Tab', 'Shift+Tab']) {
    const stops = [];
    for (let stop = 0; stop < 12; stop += 1) {
      await visitor.page.keyboard.press(key);
      const { isInside, tag, name } = await visitor.focus();
      // Past the last stop the browser's own bar may come, which is no part of the page.
      if (tag !== 'body') stops.push({ isInside, name });
    }
    verdict.none(`${key} leaves the panel`, stops.filter(({ isInside }) => !isInside).map(({ name }) => name));
    verdict.same(`${key} goes around`, [...new Set(stops.map(({ name }) => name))].length, 5);
  }
  await visitor.page.keyboard.press('Tab');
  const ring = await visitor.find('dialog').evaluate((dialog) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(dialog.getRootNode().activeElement ?? dialog);
    return outlineStyle === 'none' ? 0 : parseFloat(outlineWidth);
  });
  verdict.check('the focus is seen', ring >= MIN_RING, ring);
}

/** A press beside the panel does nothing at all, and however often it is asked for, there is one panel. */
export async function outside({ verdict, browser, site }) {
  const visitor = await Visitor.arrive(browser, site);
  await visitor.open();
  await visitor.page.mouse.click(20, 20);
  verdict.same('it stays', await visitor.find('dialog[open]').count(), 1);
  verdict.same('nothing has changed', [(await visitor.status()).sharing, site.visits], ['allowed', []]);
  await visitor.page.evaluate(() => { window.refrain.open(); window.refrain.open(); });
  verdict.same('there is only one', await visitor.page.locator(PANEL).count(), 1);
  await visitor.leave();
}
