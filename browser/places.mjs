/** What the server makes of hosts, and of hosts with the beginning of a path, for the snippet (`Settings.hold`). */
export const places = (...all) => {
  const each = all.map((place) => (place.includes('/') ? place : `${place}/`).replaceAll('.', '\\.'));
  return `^[^/]*\\.(?:${each.join('|')})`;
};
