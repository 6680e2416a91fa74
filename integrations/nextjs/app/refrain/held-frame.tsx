'use client';

import { useEffect, useRef } from 'react';

interface Frame {
  src: string;
  title: string;
  width?: string;
  height?: string;
  allow?: string;
}

/**
 * A frame that shares: held until it is allowed. The script puts a copy into its place when it is released, and when it is held
 * again. React would not find its own element any more and throw, so React is given the place alone.
 */
export function HeldFrame({ src, title, width, height, allow }: Frame) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const here = place.current;
    const frame = document.createElement('iframe');
    for (const [name, value] of Object.entries({ title, width, height, allow })) if (value) frame.setAttribute(name, value);
    frame.dataset.refrain = 'sharing';
    frame.dataset.src = src;
    here?.append(frame);
    return () => here?.replaceChildren();
  }, [src, title, width, height, allow]);
  return <div ref={place} />;
}
