import { now } from './choice.ts';
import { made } from './made.ts';
import { attempt } from './memory.ts';

type Call = (...given: never[]) => unknown;
/** Comes before a call where sharing is not allowed. It may change what is given, or answer instead of the call. */
export type Before = (given: unknown[], self: Element, name: string, call: Call) => unknown;

/**
 * Puts `before` before those of the members that the interfaces of `view`, or `view` itself, have: before a method, or an
 * attribute's setter (its getter where it has none). A proxy keeps the native text that some tags look at.
 */
export const patch = (view: object, interfaces: string, members: string, before: Before): void => {
  for (const from of interfaces.split(' ')) {
    for (const name of members.split(' ')) {
      attempt(() => {
        const owner = (view as Record<string, { prototype: object }>)[from]?.prototype ?? view;
        const member = Object.getOwnPropertyDescriptor(owner, name);
        if (!member) return;
        const part = member.set ? 'set' : member.get ? 'get' : 'value';
        member[part] = new Proxy(member[part] as Call, {
          // Most people have said nothing, and are to notice nothing.
          apply: (call, self, given) => (now.sharing === 'allowed' ? undefined : before(given, self, name, call)) ?? Reflect.apply(call, self, given),
          construct: (call, given, by) => made(call, given, by, name),
        });
        Object.defineProperty(owner, name, member);
      });
    }
  }
};
