// Twelve pretend recipients, each on a domain of its own with a way of its own to ask, and a host that nobody holds.
import * as asking from './asking.mjs';

const WAYS = {
  one: ['image', 'attribute'],
  two: ['beacon'],
  three: ['request', 'object', 'keepalive'],
  four: ['frame'],
  five: ['worker'],
  six: ['goodbye'],
  seven: ['markup', 'adjacent'],
  eight: ['hint'],
  nine: ['xhr', 'clone'],
  ten: ['events', 'socket'],
  eleven: ['identifier'],
  twelve: ['view', 'script'],
};
/** Whose tag inserts which further tag: the inserted one stands on no page. */
const INSERTS = { two: ['three'] };

export const RECIPIENTS = Object.keys(WAYS);
/** Those whose tags a page has; the others come with them. */
export const PLACED = RECIPIENTS.filter((name) => !Object.values(INSERTS).flat().includes(name));
/** Asks in all the same ways, after the recipients, and nobody holds it: what it asked, the page has tried. */
export const UNHELD = 'unheld.example';

export const hostOf = (name) => `ads-${name}.example`;
export const HELD = RECIPIENTS.map(hostOf);
/** Where a recipient is asked; `host` is its own, or the one that nobody holds. */
export const baseOf = (name, host = hostOf(name)) => `https://${host}/${name}`;

/** What the marked elements of a page ask, whose tags are no scripts. */
export const MARKED = { one: ['marked-image'], four: ['marked-frame', 'marked-frame-image'] };
const FOLLOWING = { frame: ['frame', 'frame-image'], worker: ['worker', 'worker-request'], hint: ['prefetch', 'preload'], view: [], goodbye: [] };

/** The paths that are asked when the tags begin at a moment. */
export const askedAt = (moment) => RECIPIENTS.flatMap((name) => pathsOf(name, ['tag.js', ...following(name)], moment));

/** The paths that a page's marked image and frame ask. */
export const askedByMarkup = (moment) => Object.entries(MARKED).flatMap(([name, asked]) => pathsOf(name, asked, moment));

/** The paths that are asked when the page lets its tags ask again. */
export const askedAgain = () => RECIPIENTS.flatMap((name) => pathsOf(name, following(name), 'again'));

/** The paths that are asked when a page is left whose tags began at `moment`. */
export const askedLeaving = (moment) => pathsOf('six', ['goodbye-beacon', 'goodbye-keepalive'], moment);

/** The paths that are asked when a page whose tags began at `moment` turns into another without a navigation. */
export const askedTurning = (moment) => pathsOf('twelve', ['view'], moment);

const pathsOf = (name, asked, moment) => asked.map((one) => `/${name}/${one}?${moment}`);

const following = (name) => WAYS[name].flatMap((way) => FOLLOWING[way] ?? [way]);

const GIF = Buffer.from('R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==', 'base64');
const PROGRAM = 'text/javascript';

/** What a recipient, or the host that nobody holds, answers. */
export function answer({ host, path, moment }) {
  const [, name, asked] = path.split('/');
  const base = baseOf(name, host);
  if (!WAYS[name]) return { type: 'image/gif', body: GIF };
  if (asked === 'tag.js') {
    const inserts = (INSERTS[name] ?? []).map((other) => `${baseOf(other, host === UNHELD ? UNHELD : undefined)}/tag.js`);
    return { type: PROGRAM, body: asking.tag({ base, ways: WAYS[name], moment, inserts }) };
  }
  if (asked === 'worker') return { type: PROGRAM, body: asking.worker(base, moment) };
  if (asked === 'script') return { type: PROGRAM, body: '' };
  if (asked.endsWith('frame')) return { type: 'text/html', body: asking.frame(base, asked, moment) };
  // No content: an EventSource does not try again.
  if (asked === 'events') return { status: 204, body: '' };
  return { type: 'image/gif', body: GIF };
}
