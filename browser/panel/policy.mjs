// Under the strictest policies that a site may have, the link and the panel are as they are anywhere.
import { Visitor } from './visitor.mjs';

const NONCE = 'c2VjcmV0';
const POLICIES = {
  'nothing inline': (site) => `default-src 'none'; script-src 'nonce-${NONCE}'; style-src 'nonce-${NONCE}'; connect-src ${site.installation}`,
  'trusted types': (site) => `default-src 'none'; script-src 'nonce-${NONCE}'; style-src 'nonce-${NONCE}'; connect-src ${site.installation}; require-trusted-types-for 'script'; trusted-types 'none'`,
};

export async function policy({ verdict, browser, site }) {
  const free = await look(browser, site, {});
  for (const [name, policyOf] of Object.entries(POLICIES)) {
    const strict = await look(browser, site, { policy: policyOf(site), nonce: NONCE });
    verdict.check(`${name}: everything looks the same`, strict.seen === free.seen);
    verdict.none(`${name}: a fault`, strict.faults);
  }
}

async function look(browser, site, what) {
  site.covers.clear();
  const visitor = await Visitor.arrive(browser, site, { footer: '<refrain-link></refrain-link>', ...what });
  await visitor.open();
  await visitor.find('button.main').click();
  await visitor.standing('since');
  const seen = await visitor.page.evaluate(() => {
    const { shadowRoot } = document.querySelector('refrain-panel');
    const looks = [...shadowRoot.querySelectorAll('*')].map((one) => [one.localName, getComputedStyle(one).cssText, Object.values(one.getBoundingClientRect().toJSON())]);
    return JSON.stringify([looks, document.querySelector('refrain-link').getBoundingClientRect()]);
  });
  await visitor.leave();
  return { seen, faults: visitor.faults };
}
