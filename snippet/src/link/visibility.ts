// A link that is missing, or not as easy to see as the links beside it, breaks 11 CCR 7003(c) or 7013(c). Whoever builds the page
// reads it in the console. Everything is read and nothing written, once, when the page is idle. Whether another colour stands out
// less is for eyes to judge: to compute it would cost every visitor more bytes than the whole link does.
import type { Core } from '../contract.ts';
import { pageOf } from './element.ts';

const LOOKS = ['fontSize', 'color', 'opacity'] as const;

export function warnOfLink(core: Core): void {
  const links = [...document.querySelectorAll(`refrain-link a,[data-refrain-link],a[href^="${pageOf(core)}"]`)];
  const faults = links.map(faultOf);
  // One that is as easy to see as it must be is enough.
  if (!faults.every(Boolean)) return;
  const fault = faults[0] ?? 'put <refrain-link><a> into the footer';
  console.warn(`Refrain: ${fault} (11 CCR 7003, 7013)`, ...links);
}

/** What is like in no other link of its place; a larger font is no fault. */
function faultOf(link: Element): unknown {
  const own = getComputedStyle(link);
  if (!link.getClientRects()[0] || own.visibility !== 'visible') return 'the link is hidden';
  const place = link.closest('footer,header,nav') ?? document.body;
  const others = [...place.querySelectorAll('a')].filter((one) => one !== link).map((one) => getComputedStyle(one));
  const what = LOOKS.find((what) => others.every((one) => one[what] !== own[what] && !(parseFloat(own[what]) > parseFloat(one[what]))));
  return what && others[0] && `the link's ${what} is ${own[what]}, its neighbours' ${others[0][what]}`;
}
