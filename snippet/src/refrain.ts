import { adopt } from './choice.ts';
import { holdEscapes } from './escapes.ts';
import { installGpp } from './gpp/api.ts';
import { installLink } from './link/install.ts';
import { installModes } from './modes.ts';
import { installPanel } from './panel/install.ts';
import { installSilence } from './silence.ts';
import { start } from './start.ts';
import { installUsp } from './usp.ts';

const core = start();
// The core that the page has in its head decides; this file's own parts go by what it says.
core.watch(adopt);
holdEscapes(window);
installModes(core);
installSilence(core);
installGpp(core);
installUsp(core);
installPanel(core);
installLink(core);
