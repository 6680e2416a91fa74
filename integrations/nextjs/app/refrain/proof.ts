import 'server-only';
import { createHmac } from 'node:crypto';

/** What shows that the site itself says who is logged in. The key is what `refrain site-key` prints, and stays on the server. */
export function proofOf(account: string): string {
  const key = process.env.REFRAIN_SITE_KEY;
  if (!key) throw new Error('REFRAIN_SITE_KEY is not set');
  return createHmac('sha256', key).update(`account:${account}`).digest('hex');
}
