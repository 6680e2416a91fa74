// How code in frames reaches an API of this window: it finds a frame by its name, and posts calls to the window that has it.

import { attempt } from '../memory.ts';

/** A call as a frame posts it. */
export interface Posted {
  command: string;
  parameter?: unknown;
  version?: unknown;
  callId: unknown;
}
export type Answer = (data: unknown, success: boolean) => void;

/** The event in whose course an API was called last. */
let during: unknown;
export const called = (): void => {
  during = window.event;
};

/** Answers what is posted for `api`, as text to text and as an object to an object. */
export function answerFrames(api: '__gpp' | '__uspapi', call: (posted: Posted, answer: Answer) => void): void {
  const listener = (event: MessageEvent) => {
    const { data, source } = event;
    const isText = typeof data === 'string';
    // Somebody else's message may be anything.
    const posted = attempt(() => (isText ? JSON.parse(data) : data)[`${api}Call`] as Posted | undefined);
    // The listener of a stub that stood here before comes first, and has called by now.
    if (!posted || during === event) return;
    const { callId } = posted;
    call(posted, (returnValue, success) => {
      const answer = { [`${api}Return`]: { returnValue, success, callId } };
      source?.postMessage(isText ? JSON.stringify(answer) : answer, { targetOrigin: '*' });
    });
  };
  addEventListener('message', listener);
  // A frame costs more than all the rest, and no other can ask before this task is over.
  setTimeout(putUpFrame, 0, `${api}Locator`);
}

/** While a page is read it is left alone: who hydrates it, as React does, finds what the server wrote. Every stub asks again in this way. */
function putUpFrame(name: string): void {
  if (name in frames) return;
  if (document.readyState[0] === 'l') {
    setTimeout(putUpFrame, 10, name);
    return;
  }
  const frame = document.createElement('iframe');
  frame.name = name;
  frame.style.display = 'none';
  document.body.append(frame);
}
