// Whether right-to-left text reads right: dates run with it, and codes, times and numbers against it, unbroken.

/** What stands in the wrong order in a right-to-left page, one line each; nothing is wrong in any other. */
export const misread = (page) => page.evaluate(() => {
  if (document.documentElement.dir !== 'rtl') return [];
  const DATE = /(\d{1,2})[\u2066-\u2069 ]+([\u0621-\u064A]+)[\u2066-\u2069 ]+(\d{4})/g;
  const VALUE = /\+?[A-Za-z0-9…](?:[A-Za-z0-9@.…:,/+-]*[A-Za-z0-9…])?(?: \d+)*/g;

  /** Where characters of a text node stand: the left edge of each, with its line. */
  const places = (node, offsets) => offsets.map((offset) => {
    const range = document.createRange();
    range.setStart(node, offset);
    range.setEnd(node, offset + 1);
    const { left, top } = range.getBoundingClientRect();
    return { left, top };
  });
  const isOrdered = (all, before) => all.every((one, at) => at === 0 || one.top !== all[at - 1].top || before(all[at - 1].left, one.left));
  const rightToLeft = (first, then) => first > then;
  const leftToRight = (first, then) => first < then;
  const each = (match) => [...match[0]].map((_, at) => match.index + at);

  const faults = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement.checkVisibility()) continue;
    for (const match of node.data.matchAll(DATE)) {
      const starts = match.slice(1).map((part) => match.index + match[0].lastIndexOf(part));
      if (!isOrdered(places(node, starts), rightToLeft)) faults.push(`the date "${match[0]}" does not run right to left`);
    }
    for (const match of node.data.matchAll(VALUE)) {
      if (!isOrdered(places(node, each(match)), leftToRight)) faults.push(`"${match[0]}" does not run left to right`);
    }
  }
  const typed = [...document.querySelectorAll('input[name=identifier]')];
  if (typed.some((input) => getComputedStyle(input).direction !== 'ltr')) faults.push('a phone number would be typed right to left');
  return faults;
});
