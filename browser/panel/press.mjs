// One press and it is done: before, after, with an address, with the signal, and when the server cannot be reached.
import { Visitor } from './visitor.mjs';

const HONORED = 'Opt-Out Request Honored';
const EMAIL = 'ada.lovelace@example.com';

export async function press({ verdict, browser, site }) {
  const visitor = await Visitor.arrive(browser, site);
  const before = await visitor.status();
  await visitor.open();
  verdict.same('opening changes nothing', [await visitor.status(), site.visits], [before, []]);
  verdict.check('the state comes first, and is true', (await visitor.standing()).startsWith('You have not opted out.'));
  verdict.same('there is no way back from nowhere', await visitor.find('a.button:not(.main)').isVisible(), false);
  await visitor.find('button.main').click();
  const after = await visitor.standing('since');
  verdict.check('one press and it is honored', after.startsWith(HONORED), after);
  verdict.check('since when, and for what', after.includes('In force for this browser since November 23, 2026. On another browser or device, press there too.'), after);
  verdict.same('the press is told', site.visits.map(({ signal, act, identifiers }) => [signal, act, identifiers]), [[false, 'opt_out', []]]);
  verdict.same('the receipt', await visitor.find('[role=status] a').getAttribute('href'), `${site.installation}/receipts/7K2M-4QXD-9PFA-HJ3C`);
  verdict.same('and the control is gone', await visitor.find('button.main').isVisible(), false);
  await offline(verdict, visitor);
  verdict.none('a fault', visitor.faults);
  await visitor.leave();
}

async function offline(verdict, visitor) {
  const { site } = visitor;
  await visitor.find('summary').click();
  await visitor.find('#address').fill('nobody');
  await visitor.find('form button').click();
  verdict.same('what is no address is told to nobody', site.visits.length, 1);
  await visitor.find('#address').fill(EMAIL);
  await visitor.find('form button').click();
  const said = await visitor.standing('e-mail');
  verdict.check('the address is covered', said.includes('for this browser and for your e-mail address since'), said);
  verdict.same('and told', site.visits[1]?.identifiers, [{ kind: 'email', value: EMAIL }]);
  verdict.same('and gone from the field', await visitor.find('#address').inputValue(), '');
}

/** One press covers both, where nothing has been pressed before. */
export async function pressWithAddress({ verdict, browser, site }) {
  const visitor = await Visitor.arrive(browser, site, { account: 'ada-17' });
  await visitor.open();
  await visitor.find('summary').click();
  await visitor.find('#address').fill(EMAIL);
  await visitor.page.keyboard.press('Enter');
  const said = await visitor.standing('account');
  verdict.check('all three are covered', said.includes('for this browser, for your account, and for your e-mail address since'), said);
  verdict.none('a fault', visitor.faults);
  await visitor.leave();
}

export async function unreached({ verdict, browser, site }) {
  const visitor = await Visitor.arrive(browser, site);
  site.mood = 'dead';
  await visitor.open();
  await visitor.find('button.main').click();
  const said = await visitor.standing('record');
  verdict.check('it stands all the same', said.startsWith(`${HONORED} You are opted out.`), said);
  verdict.check('and what is not done yet is said', said.includes('We could not record it just now'), said);
  await visitor.find('summary').click();
  await visitor.find('#address').fill(EMAIL);
  await visitor.find('form button').click();
  const again = await visitor.standing('again');
  verdict.check('an address is not kept, so it is asked for again', again.includes('Please press again in a minute.'), again);
  verdict.same('and has not to be typed again', await visitor.find('#address').inputValue(), EMAIL);
  site.mood = 'well';
  await visitor.find('form button').click();
  verdict.check('and then it is recorded', (await visitor.standing('e-mail')).includes('for your e-mail address since'));
  verdict.none('a fault', visitor.faults);
  await visitor.leave();
}

export async function signal({ verdict, browser, site }) {
  const visitor = await Visitor.arrive(browser, site, { account: 'ada-17' }, { signal: true });
  await visitor.page.waitForFunction(() => window.refrain.status().since);
  verdict.same('nothing pops up', await visitor.page.evaluate(() => document.querySelectorAll('dialog, [role=dialog], refrain-panel, [popover]').length), 0);
  await visitor.open();
  const said = await visitor.standing();
  verdict.check('the signal is honored', said.startsWith(`${HONORED} Your browser asks us not to sell or share your information. We don’t.`), said);
  verdict.same('nothing to press, nothing to take back', [await visitor.find('button.main').isVisible(), await visitor.find('a.button:not(.main)').isVisible()], [false, false]);
  verdict.none('a fault', visitor.faults);
  await visitor.leave();
}

/** Until the server has said what stands for an account, the panel does not say that nothing does. */
export async function waiting({ verdict, browser, site }) {
  site.mood = 'dead';
  const visitor = await Visitor.arrive(browser, site, { account: 'ada-17' });
  await visitor.open();
  verdict.check('it says so', (await visitor.standing()).startsWith('Until we know your choice, we do not sell or share'), await visitor.standing());
  verdict.check('and can be pressed', await visitor.find('button.main').isVisible());
  site.mood = 'well';
  await visitor.leave();
}
