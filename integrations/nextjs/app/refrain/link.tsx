import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import { installation, title } from './settings';

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'refrain-link': DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement>;
    }
  }
}

/** The link, for the footer. Its text is one string: beside that, hydration leaves the icon alone that the script has put there. */
export function RefrainLink() {
  return (
    <refrain-link>
      <a href={`${installation()}/privacy-choices`}>{title()}</a>
    </refrain-link>
  );
}
