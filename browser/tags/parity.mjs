// One person, several browsers: the choice is the person's, and nobody else learns of it.
import { Scene } from './scene.mjs';
import { PRIVACY } from './web.mjs';

const account = (value) => ({ kind: 'account', value });
const question = (identifier) => ({ identifiers: [identifier], recipient: 'ads-one', purpose: 'sharing' });

export const PARITY = {
  'the signal on browser A covers browser B and the e-mail': async (stage, given) => {
    const { site } = stage;
    const ada = `ada-${given.install}`;
    const email = { kind: 'email', value: `${ada}@example.com` };
    const linked = await site.call('/v1/links', { links: [{ identifiers: [account(ada), email] }] });
    given.verdict.same(`${given.name}: the site's server links the account and the e-mail`, [linked.status, linked.body], [200, { recorded: 1, repeats: 0 }]);
    await decided(given, site, email, 'allow', 'no_opt_out');
    await inBrowser(stage, given, (scene) => scene.visitFreely('before-anything', { account: ada }));
    await inBrowser(stage, given, async (scene) => {
      await scene.signal('on');
      scene.chosen();
      const from = stage.web.log.length;
      await scene.visit('browser-a', { account: ada });
      await scene.answered(from);
      await scene.signal('off');
    });
    await inBrowser(stage, given, (scene) => visitHeld(scene, 'browser-b', { account: ada }));
    await decided(given, site, email, 'deny', 'opted_out');
  },
  'log-in after the opt-out': async (stage, given) => {
    const name = `bob-${given.install}`;
    await inBrowser(stage, given, async (scene) => {
      await scene.visitFreely('before');
      await scene.press();
      const from = stage.web.log.length;
      await scene.visit('logged-in', { account: name });
      await scene.answered(from);
    });
    await inBrowser(stage, given, (scene) => visitHeld(scene, 'browser-b', { account: name }));
    await decided(given, stage.site, account(name), 'deny', 'opted_out');
  },
  'opt-out after the log-in': async (stage, given) => {
    const name = `cyd-${given.install}`;
    await inBrowser(stage, given, async (scene) => {
      await scene.visitFreely('before', { account: name });
      await scene.press();
    });
    await inBrowser(stage, given, (scene) => visitHeld(scene, 'browser-b', { account: name }));
    await decided(given, stage.site, account(name), 'deny', 'opted_out');
  },
  'nobody learns without a proof what stands for an account': async (stage, given) => {
    const { verdict, name } = given;
    const dora = `dora-${given.install}`;
    await inBrowser(stage, given, async (scene) => {
      await scene.visitFreely('before', { account: dora });
      await scene.press();
      await scene.page.goto(scene.address('stranger'));
      await scene.clearSites();
      const ask = (value, proof) => scene.page.evaluate(askOfServer, { url: `https://${PRIVACY}/v1/visits`, identifiers: [{ kind: 'account', value, proof }] });
      for (const proof of [undefined, 'ab'.repeat(32), stage.site.proof('account', 'somebody-else')]) {
        await scene.clearSites();
        const known = await ask(dora, proof);
        await scene.clearSites();
        verdict.same(`${name}: the answer is that for an account that does not exist`, known, await ask('nobody', proof));
        verdict.check(`${name}: and says nothing of an opt-out`, known.body.sharing !== 'denied', known);
      }
      await scene.clearSites();
      verdict.same(`${name}: with the proof it is told`, (await ask(dora, stage.site.proof('account', dora))).body.sharing, 'denied');
    });
  },
};

async function decided({ verdict, name }, site, identifier, decision, reason) {
  const { body } = await site.call('/v1/decisions', question(identifier));
  verdict.same(`${name}: what may be done with the ${identifier.kind}`, [body.decision, body.reason], [decision, reason]);
}

/** A browser of its own, which has never been here; whoever it held, it holds at once. */
async function inBrowser(stage, given, play) {
  const scene = new Scene(stage, given);
  await scene.arrive();
  try {
    await play(scene);
  } finally {
    await scene.context.close();
  }
}

async function visitHeld(scene, moment, page) {
  const from = scene.web.log.length;
  await scene.visit(moment, page);
  await scene.again();
  await scene.web.quiet();
  scene.verdict.same(`${scene.name}: recipients asked by ${moment}`, scene.web.held(from), []);
}

/** Asks as a page's script can; runs in the page. */
async function askOfServer({ url, identifiers }) {
  const answer = await fetch(url, { method: 'POST', credentials: 'include', body: JSON.stringify({ signal: false, identifiers }) });
  return { status: answer.status, body: await answer.json() };
}
