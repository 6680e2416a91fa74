import { proofOf } from './proof';
import { installation } from './settings';

/**
 * The one line, for the `<head>` of the root layout. A plain script on purpose: the parser, and with it hydration, waits for it.
 * What next/script starts, `beforeInteractive` too, runs after what stands in the page.
 */
export function RefrainLine({ account, nonce }: { account?: string; nonce?: string }) {
  const proof = account && proofOf(account);
  const named = account && { 'data-account': account, ...(proof && { 'data-proof': proof }) };
  // The browser hides the nonce from whoever compares.
  return <script src={`${installation()}/refrain.js`} nonce={nonce} {...named} suppressHydrationWarning />;
}
