// The installation that the drop-ins are tested with: its address, and what it serves there.
import { readFileSync } from 'node:fs';
import { GPP, names, places } from '../../browser/served.mjs';

export const REFRAIN = 'https://privacy.shop.example';

const settings = {
  url: REFRAIN, domain: '', hold: places('connect.facebook.net', 'www.facebook.com'), restrict: [], clear: names(), report: {}, link: 'choices',
  gpp: GPP, language: 'en', business: 'Analytical Socks',
};
const built = readFileSync(new URL('../../snippet/dist/refrain.js', import.meta.url), 'utf8');

/** The script as it is served: the built file ends where the settings begin. */
export const snippet = `${built}${JSON.stringify(settings)});`;
