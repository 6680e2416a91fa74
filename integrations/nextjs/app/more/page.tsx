import Link from 'next/link';

export default function Page() {
  return (
    <>
      <main>
        <h1>More socks</h1>
        <Link href="/">Socks</Link>
      </main>
      <iframe data-refrain="sharing" data-src="https://www.facebook.com/plugins/page.php" title="Our page" width="340" height="500" suppressHydrationWarning />
    </>
  );
}
