import { now } from './choice.ts';
import { attempt } from './memory.ts';

type Call = (...given: never[]) => unknown;
/** Stands around a call where sharing is not allowed; what it returns is what the caller gets. */
export type Around = (call: () => unknown, given: unknown[], self: Element, name: string) => unknown;

/**
 * Puts `around` around those of the members that the interfaces of `view`, or `view` itself, have: around a method, or an
 * attribute's setter (its getter where it has none). A proxy keeps the native text that some tags look at.
 */
export const patch = (view: object, interfaces: string, members: string, around: Around): void => {
  for (const from of interfaces.split(' ')) {
    for (const name of members.split(' ')) {
      attempt(() => {
        const owner = (view as Record<string, { prototype: object }>)[from]?.prototype ?? view;
        const member = Object.getOwnPropertyDescriptor(owner, name);
        if (!member) return;
        const part = member.set ? 'set' : member.get ? 'get' : 'value';
        member[part] = new Proxy(member[part] as Call, {
          apply(target, self, given) {
            const call = () => Reflect.apply(target, self, given);
            // Most people have said nothing, and are to notice nothing.
            return now.sharing === 'allowed' ? call() : around(call, given, self, name);
          },
        });
        Object.defineProperty(owner, name, member);
      });
    }
  }
};
