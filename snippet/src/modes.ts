// The restricted modes that recipients offer for a tag that stays. Each is set before the tag's first hit, whatever comes
// first: where the tag's own queue is not there yet, its making is waited for.
import type { Core } from './contract.ts';
import { attempt } from './memory.ts';

/** What pages and recipients put into the window has no type. */
type Anything = any;
type Act = (value: Anything, isNew?: true) => void;

const view = window as Anything;
let isRestricted = false;
/** What Google and Microsoft call the first word on a matter, and each that follows. */
let word = 'default';

/** Acts on the property at once, or the moment that it is first set. */
const whenSet = (owner: Anything, name: string, act: Act): void => {
  if (owner[name]) return act(owner[name]);
  Object.defineProperty(owner, name, {
    configurable: true,
    set(value) {
      delete owner[name];
      owner[name] = value;
      act(value, true);
    },
  });
};

/** Makes `call` the first that the command function or queue `name` hears, or the next. */
const command = (name: string, ...call: unknown[]): void =>
  whenSet(view, name, (tag, isNew) => {
    if (!tag.apply) tag[isNew ? 'unshift' : 'push'](...call);
    else if (isNew) whenSet(tag, 'queue', (queue) => queue.push(call));
    else tag(...call);
  });

/** The tags of Google read arguments objects, and nothing that is like them. */
function list(..._: unknown[]): IArguments {
  return arguments;
}

const MODES: Record<string, (storage: string) => void> = {
  google(storage) {
    const consent = { ad_storage: storage, ad_user_data: storage, ad_personalization: storage };
    command('dataLayer', list('consent', word, consent), list('set', { restricted_data_processing: isRestricted }));
    // The Publisher Tag has a queue of its own.
    whenSet(view, 'googletag', (tag) =>
      whenSet(tag, 'cmd', (queue) => queue.push(() => tag.pubads().setPrivacySettings({ restrictDataProcessing: isRestricted }))));
  },
  // As for a person in California, wherever the person is: Meta restricts nothing where it knows of no law.
  meta: () => command('fbq', 'dataProcessingOptions', isRestricted ? ['LDU'] : [], 1, 1000),
  microsoft: (storage) => command('uetq', 'consent', word, { ad_storage: storage }),
  pinterest: () => command('pintrk', 'set', { opt_out_type: isRestricted ? 'LDP' : '' }),
  tiktok() {
    // The pixel reads its mode when it is loaded. One that runs is spoken to no more, until the next page.
    if (view.ttq && isRestricted) view.ttq = new Proxy(() => view.ttq, { get: () => view.ttq });
    else {
      whenSet(view, 'ttq', (tag) =>
        whenSet(tag, 'load', (load) => {
          tag.load = (id: string, options?: object) => load(id, { ...options, limited_data_use: isRestricted });
        }));
    }
  },
};

/** Off is said as well as on, but only where on was said before: another tool may have its own word to say. */
export const installModes = (core: Core): void =>
  core.watch(({ sharing }) => {
    const was = isRestricted;
    isRestricted = sharing !== 'allowed';
    for (const recipient of was === isRestricted ? [] : core.settings.restrict) {
      attempt(() => MODES[recipient.split('_')[0]!]?.(isRestricted ? 'denied' : 'granted'));
    }
    // What comes after the page's start comes to tags that may run already.
    word = 'update';
  });
