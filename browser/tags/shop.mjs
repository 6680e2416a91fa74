// The shop's pages, as a site's developer writes them: with the one line, or with the core inlined.
import { baseOf, MARKED, PLACED, UNHELD } from './recipients.mjs';

/** `line`: one script in the head, and every tag is marked. `inline`: the core stands in the page, and the tags as they were. */
export const INSTALLS = ['line', 'inline'];
const POLICY = (nonce) => `script-src 'nonce-${nonce}' 'strict-dynamic'; worker-src blob:; object-src 'none'; base-uri 'none'`;

/** The page at `path`, or the tag manager's program. */
export function answer({ path, moment: search }, site) {
  const asked = Object.fromEntries(new URLSearchParams(search));
  if (path === '/manager.js') return { type: 'text/javascript', body: manager(asked.moment) };
  const install = path.slice(1).split('/')[0];
  if (!INSTALLS.includes(install)) return { status: 404, body: 'not found' };
  const page = { install, site, ...asked };
  const headers = page.nonce ? { 'content-security-policy': POLICY(page.nonce) } : {};
  return { type: 'text/html; charset=utf-8', headers, body: document(page) };
}

/** A value inside an inline script, which no `</script>` of its own may end. */
const inScript = (value) => JSON.stringify(value).replaceAll('<', '\\u003c');

const withNonce = ({ nonce }) => (nonce ? ` nonce="${nonce}"` : '');

function document(page) {
  const { moment } = page;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>The shop</title>
${snippet(page)}
${page.manager || page.install === 'inline' ? managerOf(page) : markedTags(page, moment)}
${rules(page)}
</head>
<body>
<h1>The shop</h1>
<button id="opt-out">Opt out</button> <button id="again">Look at socks</button> <button id="turn">Another page</button>
<a id="next" href="/${page.install}?moment=next">Next</a> <footer><a href="/about">About</a> <refrain-link></refrain-link></footer>
<main></main>
${markedPlaces(moment)}
${PLACED.map((name) => `<script${withNonce(page)} async src="${tagOf(name, moment, UNHELD)}"></script>`).join('\n')}
${unmarkedPlaces(moment)}
<script${withNonce(page)}>(${behaviour})(${inScript(turned(page))});</script>
</body>
</html>`;
}

const tagOf = (name, moment, host) => `${baseOf(name, host)}/tag.js?${moment}`;

/** The snippet, before everything else, as `refrain snippet` prints it; whoever is logged in stands on it. */
function snippet(page) {
  const { install, account, site } = page;
  const person = account ? ` data-account="${account}" data-proof="${page.proof ?? site.proof('account', account)}"` : '';
  let attributes = person;
  return site.snippets[install].replaceAll(/^<script/gm, (start) => {
    const written = `${start}${withNonce(page)}${attributes}`;
    attributes = '';
    return written;
  });
}

const markedTag = (page, name, moment) => `<script${withNonce(page)} type="text/plain" data-refrain="sharing" data-src="${tagOf(name, moment)}"></script>`;

const markedTags = (page, moment) => PLACED.map((name) => markedTag(page, name, moment)).join('\n');

const places = (attributes, moment, host) => `<img alt=""${attributes}src="${baseOf('one', host)}/${MARKED.one[0]}?${moment}">
<iframe title="An advertisement"${attributes}src="${baseOf('four', host)}/${MARKED.four[0]}?${moment}"></iframe>`;

const markedPlaces = (moment) => places(' data-refrain="sharing" data-', moment);

const unmarkedPlaces = (moment) => places(' ', moment, UNHELD);

const managerOf = (page) => `<script${withNonce(page)} src="${page.manager ?? ''}/manager.js?moment=${page.moment}${page.nonce ? `&nonce=${page.nonce}` : ''}"></script>`;

/** Prerenders the next page, where the visit asks for it. */
const rules = (page) => (page.prerender
  ? `<script${withNonce(page)} type="speculationrules">${JSON.stringify({ prerender: [{ urls: [page.prerender], eagerness: 'immediate' }] })}</script>`
  : '');

/** What a click on “Another page” adds to the page without a navigation: marked tags, as a template has them, and others. */
const turned = (page) => ({
  marked: markedTags(page, 'turned'),
  unmarked: PLACED.map((name) => tagOf(name, 'turned')),
  unheld: PLACED.map((name) => tagOf(name, 'turned', UNHELD)),
});

/** The shop's own program; runs in the page. */
function behaviour({ marked, unmarked, unheld }) {
  const on = (id, act) => document.getElementById(id).addEventListener('click', act);
  on('opt-out', () => { window.pressed = window.refrain.optOut(); });
  on('again', () => document.dispatchEvent(new Event('again')));
  const insert = (src) => document.head.append(Object.assign(document.createElement('script'), { src }));
  on('turn', () => {
    history.pushState({}, '', `${location.pathname}/turned`);
    const range = document.createRange();
    range.selectNode(document.body);
    document.querySelector('main').append(range.createContextualFragment(marked));
    unmarked.forEach(insert);
    unheld.forEach(insert);
  });
  addEventListener('pageshow', ({ persisted }) => { window.cameBack = persisted; });
}

/** A tag manager's program: every tag by another of the ways in which scripts come into pages. */
function manager(moment) {
  const tags = PLACED.map((name) => ({ src: tagOf(name, moment), unheld: tagOf(name, `${moment}-managed`, UNHELD) }));
  return `(${insertAll})(${JSON.stringify(tags)});`;
}

/** Inserts each tag in one of the ways, in turn; runs in the page. */
function insertAll(tags) {
  const first = document.getElementsByTagName('script')[0];
  const made = (src) => Object.assign(document.createElement('script'), { src });
  const ways = [
    (src) => document.head.appendChild(made(src)),
    (src) => {
      const script = document.createElement('script');
      first.parentNode.insertBefore(script, first);
      script.setAttribute('src', src);
    },
    (src) => document.head.append(made(src).cloneNode()),
    (src) => first.before(document.createRange().createContextualFragment(`<script src="${src}"></script>`)),
    (src) => document.write(`<script src="${src}"></script>`),
    (src) => first.replaceWith(made(src), first),
  ];
  const strict = document.currentScript.nonce;
  // A strict policy forbids scripts that are written rather than inserted.
  const allowed = ways.filter((way) => !strict || !/document\.write|Fragment/.test(way));
  tags.forEach(({ src, unheld }, index) => {
    const way = allowed[index % allowed.length];
    way(src);
    way(unheld);
  });
}
