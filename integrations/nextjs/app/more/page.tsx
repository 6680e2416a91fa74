import Link from 'next/link';

export default function Page() {
  return (
    <main>
      <h1>More socks</h1>
      <Link href="/">Socks</Link>
    </main>
  );
}
