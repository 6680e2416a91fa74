import type { Settings } from './contract.ts';

declare global {
  /** The build makes this the parameter of the function that both files are. */
  const SETTINGS: Settings;
}

export const settings = SETTINGS;

/** Our own element: it names the person who is logged in. The only moment to ask for it is now. */
export const named: DOMStringMap = (document.currentScript as HTMLElement | null)?.dataset ?? {};
