import 'server-only';
import { createHmac } from 'node:crypto';

let hasWarned = false;

/**
 * What shows that the site itself says who is logged in. The key is what `refrain site-key` prints, and stays on the server. Without
 * it there is no proof: the account can be opted out, and what stands for it is told to nobody.
 */
export function proofOf(account: string): string | undefined {
  const key = process.env.REFRAIN_SITE_KEY;
  if (!key) {
    if (!hasWarned) console.warn('Refrain: REFRAIN_SITE_KEY is not set, so an opt-out of a person who is logged in is not known in other browsers.');
    hasWarned = true;
    return undefined;
  }
  return createHmac('sha256', key).update(`account:${account}`).digest('hex');
}
