import type { RawRequest, RawResponse } from '@marquee/api/operation';

/** A service function as the invoker calls it; `Implements<>` has checked its real type. */
export type Handler = (input: unknown, context: object) => Promise<unknown>;

/** A raw handler as the invoker calls it. */
export type RawHandler = (request: RawRequest<unknown>, context: object) => Promise<RawResponse>;

/** Services by domain, resource and verb, as the contract tree. */
export interface ServiceTree {
  readonly [name: string]: ServiceTree | ((...args: never[]) => Promise<unknown>);
}

const found = new WeakMap<ServiceTree, Map<string, unknown>>();

/**
 * The function behind an operation's name.
 *
 * @throws when no service has it, which `Implements<>` rules out
 */
export function serviceAt(services: ServiceTree, name: string): unknown {
  const known = found.get(services) ?? new Map<string, unknown>();
  found.set(services, known);
  if (!known.has(name)) known.set(name, walk(services, name));
  return known.get(name);
}

function walk(services: ServiceTree, name: string): unknown {
  let at: unknown = services;
  for (const part of name.split('.')) at = (at as Record<string, unknown> | undefined)?.[part];
  if (typeof at !== 'function') throw new Error(`no service offers ${name}`);
  return at;
}
