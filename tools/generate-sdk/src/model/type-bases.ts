import { answerOf } from './answers.ts';
import type { Document } from './document.ts';
import { pascal } from './names.ts';
import type { Group } from './operations.ts';

/**
 * What the types of each resource are named after: a list's item, else what `get` answers, else the resource itself. Where several
 * resources would share a name, the one that is called so keeps it and the others are named after domain and resource.
 */
export function basesOf(document: Document, groups: readonly Group[]): ReadonlyMap<string, string> {
  const wanted = groups.map((group) => [group[0], baseOf(document, group)] as const);
  const bySame = Map.groupBy(wanted, ([, base]) => base);
  return new Map(
    wanted.map(([group, base]) => [group, isOwner(group, base, bySame.get(base) ?? []) ? base : fullName(group)]),
  );
}

type Wanted = readonly (readonly [string, string])[];

function isOwner(group: string, base: string, same: Wanted): boolean {
  if (same.length === 1) return true;
  const called = same.filter(([name]) => lastOf(name).startsWith(base));
  return called.length === 1 && called[0]?.[0] === group;
}

function fullName(group: string): string {
  return group.split('.').map(pascal).join('');
}

function lastOf(group: string): string {
  return pascal(group.split('.').at(-1) ?? group);
}

function baseOf(document: Document, [group, found]: Group): string {
  const answers = (verb: string) => {
    const declared = found.find((one) => one.declared.operationId === `${group}.${verb}`)?.declared;
    return declared === undefined ? null : answerOf(document, declared, '');
  };
  const [list, get] = [answers('list'), answers('get')];
  if (list?.kind === 'page') return list.item;
  if (get?.kind === 'json' && get.type !== '') return get.type;
  return lastOf(group);
}
