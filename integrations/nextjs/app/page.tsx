import Link from 'next/link';

export default function Page() {
  return (
    <main>
      <h1>Socks</h1>
      <Link href="/more">More socks</Link>
    </main>
  );
}
