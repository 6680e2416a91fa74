// What the server makes of its configuration for the snippet.
const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
const oneOf = (each) => (each.length ? `(?:${each.join('|')})` : '(?!)');

/** Of hosts, and of hosts with the beginning of a path (`Settings.hold`). */
export const places = (...all) => `^[^/]*\\.${oneOf(all.map((place) => {
  const [host, ...path] = place.split('/');
  return `${escaped(host)}\\.?/${escaped(path.join('/'))}`;
}))}`;

/** Of names of cookies and stored items; `*` at the end stands for anything (`Settings.clear`). */
export const names = (...all) => `^${oneOf(all.map((name) => escaped(name).replace(/\\\*$/, '.*')))}$`;

/** Of the section for all states, and a business that has not signed the MSPA (`Settings.gpp`). */
export const GPP = { section: 7, mspa: [2, 0, 0], strings: ['DBABLA~CVQVAAAAAACA.', 'DBABLA~CVQqAAAAAACA.'] };
