/** What the parts of the snippet know of each other. Types only: nothing of this file is in the bundle. */

import type { Words } from './words/words.ts';

/** The settings that the server appends to the file it serves. */
export interface Settings {
  /** The installation's address, without a slash at the end. */
  url: string;
  /** The domain of the cookie that all of the business's sites read; empty for this host alone. */
  domain: string;
  /** A regular expression: what it finds in `.host/path` is held. */
  hold: string;
  /** Recipients whose tags stay, in the restricted mode that they offer. */
  restrict: string[];
  /** A regular expression for the names of cookies and localStorage keys that ad tags leave. */
  clear: string;
  /** Names of cookies or localStorage keys that are told to the server, and the kind of identifier each is. */
  report: Record<string, string>;
  /** The words of the link. */
  link: 'choices' | 'do_not_sell';
  /**
   * The section that is written; MspaCoveredTransaction, MspaOptOutOptionMode and MspaServiceProviderMode; and the strings of whoever
   * opted out and did not, up to what says whether the signal is on.
   */
  gpp: { section: 7 | 8; mspa: [number, number, number]; strings: [string, string] };
  /** The language where the page does not name its own. */
  language: string;
  /** The business's name. */
  business: string;
  /** The panel's words in the languages of the site other than English, by language tag: the files in snippet/words, as they are. */
  words?: Record<string, Words>;
}

export type Sharing = 'denied' | 'allowed' | 'waiting';
export type Reason = 'preference_signal' | 'opted_out' | 'no_opt_out' | 'account';

/** What stands, as `window.refrain.status()` and `refrain:choice` tell it, in the words of `POST /v1/visits`. */
export interface Status {
  sharing: Sharing;
  reason: Reason;
  /** Whether this browser sends the signal. */
  signal: boolean;
  /** Since when the opt-out is in force. This and the next two only once the server has said so. */
  since?: string | null;
  receipt_url?: string | null;
  /** The kinds of identifiers that it covers. */
  covers?: string[];
  /** What is held on this page: hosts and addresses. */
  held: string[];
}

/** What the server answers to a visit. */
export interface Answer {
  sharing: 'denied' | 'allowed';
  reason: 'opted_out' | 'preference_signal' | 'no_opt_out' | 'starting' | 'stale';
  since: string | null;
  receipt_url: string | null;
  covers: string[];
}

/** What a visit tells the server besides what the page shows: an opt-out, and to whom it belongs. */
export interface Act {
  email?: string;
}

/** Tells the server an act, or what it has not heard yet, of whom the page names; answers nothing where it has heard all. */
export type Tell = (now: Omit<Status, 'held'>, named: DOMStringMap, act?: Act) => Promise<Answer | undefined>;

/** What the core offers to the parts that come after it: it is `window.refrain` itself. */
export interface Core {
  status(): Status;
  /** Opts out at once on this page, and tells the server; resolves when the server has recorded it. */
  optOut(more?: Act): Promise<Status>;
  /** Opens the panel; without it, goes to the page. */
  open(): void;
  /** Called now and after every change. */
  watch(change: (status: Status) => void): void;
  settings: Settings;
  tell: Tell;
  /** A core in the page's head is brought what tells the server by the full file. */
  bring?(tell: Tell): void;
}

declare global {
  interface Window {
    refrain?: Core;
  }
}
