import type { Core } from './contract.ts';
import { adopt } from './choice.ts';
import { installEscapes } from './escapes.ts';
import { installGpp } from './gpp/api.ts';
import { installLink } from './link/install.ts';
import { attempt } from './memory.ts';
import { installModes } from './modes.ts';
import { installPanel } from './panel/install.ts';
import { installSilence } from './silence.ts';
import { start } from './start.ts';
import { tell } from './visits.ts';
import { installUsp } from './usp.ts';

const core = start(tell);
// The core that the page has in its head decides; this file's own parts go by what it says.
core.watch(adopt);
core.bring?.(tell);
// What somebody else's code does to one of them takes nothing from the others.
const install = (...parts: ((core: Core) => void)[]) => {
  for (const part of parts) attempt(() => part(core));
};
install(installEscapes, installModes, installSilence, installGpp, installUsp);
// These draw, and nothing has to be decided by them.
setTimeout(install, 0, installPanel, installLink);
