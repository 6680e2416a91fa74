// Without a choice every recipient must be asked in each of its ways: otherwise zero would prove nothing.
import { PipedContext } from './piped.mjs';
import * as recipients from './recipients.mjs';

export const CONTROLS = {
  'first load, asking again, another page, leaving': async (scene) => {
    await scene.visitFreely('first');
    await scene.asked('own', await scene.again(), recipients.askedAgain());
    await scene.asked('own', await scene.turn('first'), [...recipients.askedAt('turned'), ...recipients.askedTurning('first')]);
    const from = scene.web.log.length;
    await scene.visit('second');
    await scene.asked('own', from, recipients.askedLeaving('first'));
  },
  'tag inserted by another tag': (scene) => scene.visitFreely('first', { manager: 'https://unheld.example' }),
  'second subdomain': (scene) => scene.visitFreely('first', { host: 'blog.shop.example' }),
  'strict policy with a nonce': (scene) => scene.visitFreely('first', { nonce: 'bm9uY2U' }),
  'slow snippet server (5 s)': (scene) => {
    scene.web.privacy.mood = 'slow';
    return scene.visitFreely('first');
  },
  'logged in': (scene) => scene.visitFreely('first', { account: scene.account }),
  prerender: {
    context: PipedContext.open,
    play: async (scene) => {
      const from = scene.web.log.length;
      await scene.prerendered('first');
      await scene.asked('own', from, recipients.askedAt('first'));
    },
  },
};
