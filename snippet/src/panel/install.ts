// The panel opens when somebody asks for it, never by itself: not in answer to a signal, not on arrival.
import type { Core, Status } from '../contract.ts';
import { PANEL, openPanel } from './panel.ts';

export function installPanel(core: Core): void {
  // A browser that is too old for the panel keeps the core's way, which leads to the page.
  if (!('adoptedStyleSheets' in document)) return;
  let draw: ((status: Status) => void) | undefined;
  core.watch((status) => draw?.(status));
  core.open = () => {
    // A page that turns into another may have taken the panel away without closing it, or kept an empty copy of it.
    if (!document.querySelector(PANEL)?.shadowRoot) draw = openPanel(core);
  };
}
