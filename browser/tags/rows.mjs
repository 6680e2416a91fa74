// The matrix's rows. Each is played by a person whose choice stands from `choose` on; the log then says what was asked.
import { PipedContext } from './piped.mjs';

const SLOW = 'slow';
const STRICT = { nonce: 'bm9uY2U' };

/** The rows of the matrix. `choose` is the signal, or one click on a page whose tags all ran. */
export const ROWS = {
  'first load': async (scene) => {
    await scene.choose();
    await scene.visit('first');
  },
  'asked again by tags that were there': async (scene) => {
    await scene.choose();
    if (scene.arm === 'signal') await scene.visit('first');
    await scene.again();
  },
  'cold cache': async (scene) => {
    await scene.choose();
    await scene.clearCache();
    await scene.visit('first');
  },
  'slow snippet server (5 s)': (scene) => withServer(scene, SLOW),
  'snippet server dead': (scene) => withServer(scene, 'dead'),
  'snippet server broken (500)': (scene) => withServer(scene, 'broken'),
  'snippet server dead at the choice, then back': chosenWhileDead,
  'tag inserted by another tag': async (scene) => {
    await scene.choose();
    await scene.visit('first', { manager: 'https://unheld.example' });
  },
  iframe: { only: 'frame', play: visitAndAgain },
  worker: { only: 'worker', play: visitAndAgain },
  'unload beacon': {
    only: 'goodbye',
    play: async (scene) => {
      await scene.choose();
      await scene.visit('first');
      await scene.visit('second');
    },
  },
  'single-page navigation': async (scene) => {
    await scene.choose();
    if (scene.arm === 'signal') await scene.visit('before');
    await scene.turn('before');
    await scene.again();
  },
  'second tab, opened before': async (scene) => {
    const visit = scene.arm === 'signal' ? 'visit' : 'visitFreely';
    const other = await scene.tab();
    if (scene.arm === 'signal') scene.chosen();
    await scene[visit]('other', { page: other });
    await scene[visit]('before');
    if (scene.arm === 'click') await scene.press();
    await scene.again(other);
    await scene.visit('second', { page: other });
  },
  'second tab, opened after': async (scene) => {
    await scene.choose();
    await scene.visit('first', { page: await scene.tab() });
  },
  'second subdomain': async (scene) => {
    await scene.choose();
    await scene.visit('first', { host: 'blog.shop.example' });
  },
  'cleared cookies while logged in': (scene) => clearedWhileLoggedIn(scene, 'well'),
  'cleared cookies while logged in, slow server': (scene) => clearedWhileLoggedIn(scene, SLOW),
  'cleared cookies while logged in, dead server': (scene) => clearedWhileLoggedIn(scene, 'dead'),
  'back-forward cache': async (scene) => {
    const visit = scene.arm === 'signal' ? 'visit' : 'visitFreely';
    if (scene.arm === 'signal') scene.chosen();
    await scene[visit]('before');
    await scene[visit]('middle');
    if (scene.arm === 'click') await scene.press();
    await scene.back();
    await scene.again();
  },
  prerender: {
    context: PipedContext.open,
    play: async (scene) => {
      await scene.choose();
      await scene.prerendered('first');
    },
  },
  'strict policy with a nonce': async (scene) => {
    await scene.choose(STRICT);
    await scene.visit('first', STRICT);
    await scene.again();
  },
};

/** Nothing is lost: what the server could not be told is told when it is back. */
async function chosenWhileDead(scene) {
  const { web, account } = scene;
  if (scene.arm === 'click') await scene.visitFreely('before', { account });
  await scene.clearCache();
  web.privacy.mood = 'dead';
  scene.chosen();
  if (scene.arm === 'click') await scene.page.click('#opt-out');
  else await scene.visit('before', { account });
  await scene.again();
  await scene.visit('first', { account });
  web.privacy.mood = 'well';
  const from = web.log.length;
  await scene.visit('second', { account });
  scene.verdict.check(`${scene.name}: the server is told when it is back`, await scene.answered(from));
  const cookies = await scene.context.cookies();
  scene.verdict.check(`${scene.name}: and has recorded it`, cookies.some(({ name, value }) => name === 'refrain_choice' && value === 'out'), cookies.map(({ name }) => name));
}

async function visitAndAgain(scene) {
  await scene.choose();
  if (scene.arm === 'click') await scene.again();
  await scene.visit('first');
  await scene.again();
}

async function withServer(scene, mood) {
  await scene.choose();
  await scene.clearCache();
  scene.web.privacy.mood = mood;
  await scene.visit('first');
  await scene.again();
}

/** The browser has forgotten everything and sends no signal any more, but the shop knows who it is. */
async function clearedWhileLoggedIn(scene, mood) {
  const { account } = scene;
  const from = scene.web.log.length;
  await scene.choose({ account });
  if (scene.arm === 'signal') {
    await scene.visit('signalled', { account });
    await scene.answered(from);
    await scene.signal('off');
  }
  await scene.clearSites();
  scene.web.privacy.mood = mood;
  await scene.visit('first', { account });
  await scene.again();
}
