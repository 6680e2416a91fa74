import Link from 'next/link';
import { HeldFrame } from '../refrain/held-frame';

export default function Page() {
  return (
    <>
      <main>
        <h1>More socks</h1>
        <Link href="/">Socks</Link>
      </main>
      <HeldFrame src="https://www.facebook.com/plugins/page.php" title="Our page" width="340" height="500" />
    </>
  );
}
