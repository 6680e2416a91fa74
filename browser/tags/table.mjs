// The matrix as it turned out: rows by columns, each with how often the recipients were asked.
import { INSTALLS } from './shop.mjs';

const EXCERPT = 8;
const COLUMNS = ['nothing', 'signal', 'click'].flatMap((arm) => INSTALLS.map((install) => `${arm}, ${install}`));

const line = ({ kind, method, host, path, moment }) => (kind === 'connection' ? `connection to ${host}` : `${method} ${host}${path}?${moment}`);

export class Table {
  #rows = new Map();

  constructor(verdict) {
    this.verdict = verdict;
  }

  /** Plays one cell, and holds what the recipients were asked against who `may` be asked: `nobody`, `everybody`; else the cell judges itself. */
  async play({ row, arm, install, may }, name, run) {
    const { verdict } = this;
    const faults = verdict.faults.length;
    let found = [];
    try {
      found = await run() ?? [];
    } catch (error) {
      verdict.faults.push(`${name}: stopped: ${error.stack}`);
    }
    if (may === 'nobody') verdict.check(`${name}: no recipient is asked`, found.length === 0, found.slice(0, EXCERPT).map(line));
    if (may === 'everybody') verdict.check(`${name}: recipients are asked`, found.length > 0);
    const own = verdict.faults.slice(faults).some((fault) => fault.startsWith(name));
    this.#put(row, `${arm}, ${install}`, `${may ? found.length : ''}${own ? ' faulty' : may ? '' : 'good'}`.trim());
  }

  isPlayed() {
    return this.#rows.size > 0;
  }

  text() {
    const width = Math.max(...[...this.#rows.keys()].map((row) => row.length));
    const wide = (text, column) => String(text).padStart(column.length);
    const lines = [...this.#rows].map(([row, cells]) => [row.padEnd(width), ...COLUMNS.map((column) => wide(cells.get(column) ?? '', column))]);
    return [[' '.repeat(width), ...COLUMNS], ...lines].map((cells) => cells.join('  ')).join('\n');
  }

  #put(row, column, text) {
    const cells = this.#rows.get(row) ?? new Map();
    this.#rows.set(row, cells.set(column, text));
  }
}
