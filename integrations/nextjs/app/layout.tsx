import type { ReactNode } from 'react';
import { RefrainLine } from './refrain/line';
import { RefrainLink } from './refrain/link';
import { Held } from './refrain/held';
import { signedIn } from './session';

export default async function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <head>
        <RefrainLine account={await signedIn()} />
      </head>
      <body>
        {children}
        <footer>
          <RefrainLink />
        </footer>
        <Held src="https://connect.facebook.net/en_US/fbevents.js" />
      </body>
    </html>
  );
}
