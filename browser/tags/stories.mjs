// What else must hold on the pretend site: nothing is asked that need not be, nothing is lost, and nothing is held for ever.
import { PRIVACY } from './web.mjs';

const CHOICES = `https://${PRIVACY}/privacy-choices`;

export const STORIES = {
  'without signal, choice and account the server is asked for the snippet alone': async (scene) => {
    await scene.visitFreely('first');
    await scene.again();
    await scene.turn('first');
    await scene.visitFreely('second');
    await scene.web.quiet();
    const asked = scene.askedOfPrivacy().map(({ method, path }) => `${method} ${path}`);
    scene.verdict.same(`${scene.name}: asked of the server`, [...new Set(asked)], ['GET /refrain.js']);
    scene.verdict.check(`${scene.name}: once, and again only to ask whether it has changed`, asked.length <= 2, asked);
    const cookies = (await scene.context.cookies()).map(({ name }) => name).filter((name) => name.startsWith('refrain'));
    scene.verdict.same(`${scene.name}: cookies of ours`, cookies, []);
  },
  'whoever opts in again is held nowhere': async (scene) => {
    await scene.visitFreely('before');
    await scene.press();
    await scene.visit('held');
    const { page } = scene;
    await page.goto(CHOICES);
    await page.click('.back button');
    await page.click('.equal button >> nth=1');
    await scene.visitFreely('again-allowed');
    await scene.visitFreely('on-the-blog', { host: 'blog.shop.example' });
  },
  'identifiers that tags left are gone after the click': async (scene) => {
    await scene.visitFreely('before');
    const left = async () => [
      ...(await scene.context.cookies()).map(({ name }) => name),
      ...await scene.page.evaluate(() => Object.keys(localStorage)),
    ].filter((name) => name.startsWith('_pretend'));
    scene.verdict.same(`${scene.name}: tags have left`, (await left()).sort(), ['_pretend_id', '_pretend_seen']);
    await scene.press();
    await scene.visit('held');
    scene.verdict.same(`${scene.name}: left now`, await left(), []);
  },
};
