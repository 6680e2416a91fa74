'use client';

import { useEffect } from 'react';

/** A tag that shares: held until it is allowed, and run once, however often its component comes and goes. */
export function Held({ src, nonce }: { src: string; nonce?: string }) {
  useEffect(() => {
    if (document.querySelector(`script[data-src="${CSS.escape(src)}"]`)) return;
    // Made here because a script that React makes never runs, and one in the server's markup is not there after a navigation.
    const tag = document.createElement('script');
    tag.type = 'text/plain';
    if (nonce) tag.nonce = nonce;
    tag.dataset.refrain = 'sharing';
    tag.dataset.src = src;
    document.head.append(tag);
  }, [src, nonce]);
  return null;
}
