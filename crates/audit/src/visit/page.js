// What a frame is asked at the end. Its value goes back as JSON.
(async () => {
  // A page may define these as it likes: what does not answer within a second has no answer.
  const answer = (ask) => Promise.race([
    new Promise((done) => { try { ask(done); } catch { done(null); } }),
    new Promise((done) => setTimeout(done, 1000, null)),
  ]);
  const keys = (area) => { try { return Object.keys(window[area]); } catch { return []; } };
  const text = (value) => (typeof value === 'string' && value ? value : null);

  const gpp = typeof window.__gpp === 'function'
    ? await answer((done) => window.__gpp('ping', (data) => done(data && data.gppString)))
    : null;
  const usPrivacy = typeof window.__uspapi === 'function'
    ? await answer((done) => window.__uspapi('getUSPData', 1, (data) => done(data && data.uspString)))
    : null;

  // The words of Cal. Civ. Code 1798.135(a) and 11 CCR 7013-7015, and their Spanish, which is the commonest second language.
  const words = /your privacy choices|do not (sell|share)|opt.out of (the )?(sale|sharing)|opciones de privacidad|no (vend|compart)/i;
  const named = (element) => (element.innerText || element.getAttribute('aria-label') || element.title || '').trim();
  const own = document.querySelector('refrain-link, [data-refrain-link]');
  const worded = [...document.querySelectorAll('a, button, [role=link], [role=button]')].find((element) => words.test(named(element)));
  const link = own || worded;

  return {
    host: location.hostname,
    signal: typeof navigator.globalPrivacyControl === 'boolean' ? navigator.globalPrivacyControl : null,
    storage: [...keys('localStorage'), ...keys('sessionStorage')],
    gpp: text(gpp),
    usPrivacy: text(usPrivacy),
    link: link ? named(link).replace(/\s+/g, ' ').slice(0, 80) : null,
  };
})()
