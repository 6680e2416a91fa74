// What was judged, and what was found wanting.
const DEADLINE_MS = 30_000;
const POLL_MS = 100;

export class Verdict {
  checks = 0;
  faults = [];
  notes = [];

  /** Holds `fact` against the page; `seen` says what was there instead. */
  check(what, fact, seen) {
    this.checks += 1;
    if (!fact) this.faults.push(seen === undefined ? what : `${what}; but ${JSON.stringify(seen)}`);
    return Boolean(fact);
  }

  same(what, seen, expected) {
    return this.check(`${what}: ${JSON.stringify(expected)}`, JSON.stringify(seen) === JSON.stringify(expected), seen);
  }

  none(what, found) {
    this.checks += 1;
    this.faults.push(...found.map((one) => `${what}: ${one}`));
  }

  note(text) {
    this.notes.push(text);
  }
}

/** Asks again and again until it is so; the last answer, so or not. */
export async function until(ask) {
  const deadline = Date.now() + DEADLINE_MS;
  for (;;) {
    const answer = await ask();
    if (answer || Date.now() > deadline) return answer;
    await new Promise((resolve) => { setTimeout(resolve, POLL_MS); });
  }
}
