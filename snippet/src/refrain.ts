import { adopt } from './choice.ts';
import { holdEscapes } from './escapes.ts';
import { installGpp } from './gpp/api.ts';
import { installLink } from './link/install.ts';
import { attempt } from './memory.ts';
import { installModes } from './modes.ts';
import { installPanel } from './panel/install.ts';
import { installSilence } from './silence.ts';
import { start } from './start.ts';
import { installUsp } from './usp.ts';

const core = start();
// The core that the page has in its head decides; this file's own parts go by what it says.
core.watch(adopt);
holdEscapes(window);
// What somebody else's code does to one of them takes nothing from the others.
for (const install of [installModes, installSilence, installGpp, installUsp, installPanel, installLink]) attempt(() => install(core));
