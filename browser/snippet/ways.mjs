// The ways in which a script on a page asks another host. Each runs in the page and is given the address to ask.
export const WAYS = {
  'script.src': (at) => document.head.append(Object.assign(document.createElement('script'), { src: at('.js') })),
  'img.src, in no page': (at) => { new Image().src = at('.gif'); },
  'img.srcset': (at) => { new Image().srcset = `${at('.gif')} 2x`; },
  'iframe.src': (at) => document.body.append(Object.assign(document.createElement('iframe'), { src: at() })),
  'script by setAttribute': (at) => {
    const script = document.createElement('script');
    script.setAttribute('src', at('.js'));
    document.head.append(script);
  },
  'img by setAttribute': (at) => document.createElement('img').setAttribute('SRC', at('.gif')),
  'img by setAttributeNS': (at) => document.createElement('img').setAttributeNS(null, 'src', at('.gif')),
  'video.src': (at) => document.body.append(Object.assign(document.createElement('video'), { preload: 'auto', src: at('.mp4') })),
  'source.srcset, in a picture': (at) => {
    const picture = document.createElement('picture');
    picture.append(Object.assign(document.createElement('source'), { srcset: at('.gif') }), new Image());
    document.body.append(picture);
  },
  'without a scheme': (at) => { new Image().src = at('.gif').replace('http:', ''); },
  'as a URL': (at) => { new Image().src = new URL(at('.gif')); },
  'in capitals': (at) => { new Image().src = at('.gif').replace('http://ads', 'HTTP://ADS'); },
  'with a dot at the end': (at) => { new Image().src = at('.gif').replace('.example', '.example.'); },
  'innerHTML, with a lone quote': (at) => { document.createElement('p').innerHTML = `<img alt=don't src='${at('.gif')}'>`; },
  innerHTML: (at) => { document.createElement('p').innerHTML = `<img alt="a > b" src='${at('.gif')}'>`; },
  'innerHTML, unquoted': (at) => { document.body.appendChild(document.createElement('p')).innerHTML = `<iframe width=1 src=${at()}></iframe>`; },
  'innerHTML, no space between': (at) => { document.createElement('p').innerHTML = `<img alt="a"src="${at('.gif')}">`; },
  'innerHTML, slashes escaped': (at) => { document.createElement('p').innerHTML = `<img src="${at('.gif').replaceAll('/', '&#x2F;')}">`; },
  outerHTML: (at) => { document.body.appendChild(document.createElement('p')).outerHTML = `<img srcset="${at('.gif')} 1x">`; },
  insertAdjacentHTML: (at) => document.body.insertAdjacentHTML('beforeend', `<iframe src="${at()}"></iframe>`),
  fetch: (at) => fetch(at()).catch(() => {}),
  'fetch of a Request': (at) => fetch(new Request(at())).catch(() => {}),
  XMLHttpRequest: (at) => {
    const request = new XMLHttpRequest();
    request.open('GET', at());
    request.send();
  },
  sendBeacon: (at) => navigator.sendBeacon(at(), 'seen'),
  EventSource: (at) => { new EventSource(at()); },
  WebSocket: (at) => { new WebSocket(at().replace('http:', 'ws:')); },
  'link, prefetch': (at) => document.head.append(Object.assign(document.createElement('link'), { rel: 'prefetch', href: at() })),
  'link, preload': (at) => document.head.append(Object.assign(document.createElement('link'), { rel: 'preload', as: 'image', href: at('.gif') })),
  'link, by setAttribute': (at) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.setAttribute('href', at());
    document.head.append(link);
  },
};

/** These are held by the full file only: the core has no room for them. */
export const FULL = {
  'template, imported': (at) => {
    const { content } = new DOMParser().parseFromString(`<template><img src="${at('.gif')}"></template>`, 'text/html').querySelector('template');
    document.body.append(document.importNode(content, true));
  },
  'template, cloned': (at) => {
    const { content } = new DOMParser().parseFromString(`<template><iframe src="${at()}"></iframe></template>`, 'text/html').querySelector('template');
    document.body.append(content.cloneNode(true));
  },
  createContextualFragment: (at) => document.body.append(document.createRange().createContextualFragment(`<img src="${at('.gif')}">`)),
  'shadow root': (at) => { document.body.appendChild(document.createElement('p')).attachShadow({ mode: 'open' }).innerHTML = `<img src="${at('.gif')}">`; },
  srcdoc: (at) => document.body.append(Object.assign(document.createElement('iframe'), { srcdoc: `<img src="${at('.gif')}">` })),
  'srcdoc by setAttribute': (at) => {
    const frame = document.createElement('iframe');
    frame.setAttribute('srcdoc', `<img src="${at('.gif')}">`);
    document.body.append(frame);
  },
  'form.submit': (at) => {
    const frame = document.body.appendChild(Object.assign(document.createElement('iframe'), { name: 'away' }));
    const form = Object.assign(document.createElement('form'), { action: at(), target: frame.name });
    document.body.append(form);
    form.submit();
  },
  'form.requestSubmit': (at) => {
    const frame = document.body.appendChild(Object.assign(document.createElement('iframe'), { name: 'far' }));
    const form = Object.assign(document.createElement('form'), { action: at(), target: frame.name });
    document.body.append(form);
    form.requestSubmit();
  },
  'the fetch of a frame': (at) => document.body.appendChild(document.createElement('iframe')).contentWindow.fetch(at()).catch(() => {}),
  'document.write in a frame': (at) => document.body.appendChild(document.createElement('iframe')).contentDocument.write(`<img src="${at('.gif')}">`),
};

/** How a page that is being read asks. */
export const WRITING = {
  'document.write, script': (at) => document.write(`<script src="${at('.js')}"></${'script'}>`),
  'document.writeln, img': (at) => document.writeln(`<img src="${at('.gif')}">`),
};
