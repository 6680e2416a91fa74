// The ways in which tags ask their own servers. Each runs in the page: its text is what a recipient's tag is made of.
//
// `at(name)` is the address to ask, and `base` the recipient's own. `again` is called with what to do whenever the page lets
// its tags ask again, as a click, a timer or a scroll does on a real page.

export const WAYS = {
  image(at) { new Image().src = at('image'); },
  attribute(at) { document.createElement('img').setAttribute('src', at('attribute')); },
  markup(at) {
    const place = document.createElement('p');
    place.innerHTML = `<img alt="" src="${at('markup')}">`;
  },
  adjacent(at) { document.documentElement.insertAdjacentHTML('beforeend', `<img alt="" src="${at('adjacent')}">`); },
  clone(at) {
    const template = document.createElement('template');
    template.innerHTML = `<div><img alt="" src="${at('clone')}"></div>`;
    document.documentElement.append(document.importNode(template.content, true));
  },
  script(at) { document.head.append(Object.assign(document.createElement('script'), { src: at('script') })); },
  frame(at, again) {
    const frame = Object.assign(document.createElement('iframe'), { src: at('frame') });
    document.documentElement.append(frame);
    again((moment) => frame.contentWindow?.postMessage(moment, '*'));
  },
  request(at) { fetch(at('request'), { mode: 'no-cors' }).catch(() => {}); },
  keepalive(at) { fetch(at('keepalive'), { mode: 'no-cors', method: 'POST', keepalive: true }).catch(() => {}); },
  object(at) { fetch(new Request(at('object'), { mode: 'no-cors' })).catch(() => {}); },
  xhr(at) {
    const request = new XMLHttpRequest();
    request.open('GET', at('xhr'));
    request.send();
  },
  beacon(at) { navigator.sendBeacon(at('beacon'), 'seen'); },
  hint(at, again, base) {
    for (const [rel, as] of [['prefetch', ''], ['preload', 'image']]) {
      document.head.append(Object.assign(document.createElement('link'), { rel, as, href: at(rel) }));
    }
    const { hostname, search } = new URL(at('preconnect'), base);
    const href = `https://${search.slice(1)}.${hostname}/`;
    document.head.append(Object.assign(document.createElement('link'), { rel: 'preconnect', href }));
  },
  events(at) { new EventSource(at('events')); },
  socket(at) { new WebSocket(at('socket').replace('https:', 'wss:')); },
  worker(at, again) {
    const program = URL.createObjectURL(new Blob([`importScripts(${JSON.stringify(at('worker'))})`]));
    const worker = new Worker(program);
    again((moment) => worker.postMessage(moment));
  },
  identifier(at) {
    // Nobody minds what the host leaves that nobody holds.
    const prefix = at('').includes('//ads-') ? '_pretend' : '_unheld';
    const id = localStorage[`${prefix}_seen`] ??= `P1.${crypto.randomUUID()}`;
    document.cookie = `${prefix}_id=${id}; path=/; max-age=31536000`;
    new Image().src = at('identifier');
  },
  view(at) {
    const push = history.pushState;
    history.pushState = function pushed(...given) {
      push.apply(this, given);
      new Image().src = at('view');
    };
  },
  goodbye(at) {
    addEventListener('pagehide', () => {
      navigator.sendBeacon(at('goodbye-beacon'), 'left');
      fetch(at('goodbye-keepalive'), { mode: 'no-cors', method: 'POST', keepalive: true }).catch(() => {});
    });
  },
};

/** Asks in each of the `ways`, now and again; runs in the page. */
function run({ base, ways, moment: first, inserts }) {
  const asking = (moment) => (name) => `${base}/${name}?${moment}`;
  const later = [];
  const once = ['view', 'goodbye'];
  const ask = (moment, names) => {
    for (const way of names) {
      try {
        ways[way](asking(moment), (act) => later.push(act), base);
      } catch {
        // What is held may fail as anything fails that is not there; the other ways go on.
      }
    }
  };
  ask(first, Object.keys(ways));
  for (const src of inserts) document.head.append(Object.assign(document.createElement('script'), { src: `${src}?${first}` }));
  document.addEventListener('again', () => {
    for (const act of later.splice(0)) act('again');
    ask('again', Object.keys(ways).filter((way) => !once.includes(way)));
  });
}

/** The tag's program. */
export function tag({ base, ways, moment, inserts = [] }) {
  const texts = ways.map((way) => WAYS[way].toString()).join(',\n');
  const [given, added] = [{ base, moment }, inserts].map((value) => JSON.stringify(value));
  return `(${run})({ ...${given}, inserts: ${added}, ways: {\n${texts}\n} });`;
}

/** The document of a recipient's frame: it asks at once, and when the page lets it. */
export const frame = (base, name, moment) => `<!doctype html><title>A frame</title><script>
  const ask = (moment) => { new Image().src = ${JSON.stringify(`${base}/${name}-image?`)} + moment; };
  onmessage = ({ data }) => ask(data);
  ask(${JSON.stringify(moment)});
</script>`;

/** The program of a recipient's worker. */
export const worker = (base, moment) => `
  const ask = (moment) => fetch(${JSON.stringify(`${base}/worker-request?`)} + moment, { mode: 'no-cors' }).catch(() => {});
  onmessage = ({ data }) => ask(data);
  ask(${JSON.stringify(moment)});
`;
