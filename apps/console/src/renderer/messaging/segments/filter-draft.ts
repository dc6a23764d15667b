import {
  isFilterGroup,
  type FilterOperator,
  type FilterScalar,
  type SegmentFilter,
} from '@marquee/rules/messaging/segments/segment-filter';

/** A condition as it is being written; `key` stays with it while others come and go. */
export interface LeafDraft {
  readonly key: number;
  readonly kind: 'leaf';
  readonly attribute: string;
  readonly operator: FilterOperator;
  readonly value: FilterScalar | readonly FilterScalar[] | undefined;
}

/** Conditions joined by one word, as they are being written. */
export interface GroupDraft {
  readonly key: number;
  readonly kind: 'group';
  readonly operator: 'AND' | 'OR';
  readonly conditions: readonly Draft[];
}

/** A filter as it is being written. */
export type Draft = LeafDraft | GroupDraft;

let lastKey = 0;

/** A condition with nothing in it. */
export function newLeaf(): LeafDraft {
  return { key: (lastKey += 1), kind: 'leaf', attribute: '', operator: 'equals', value: '' };
}

/** A group with one empty condition. */
export function newGroup(operator: 'AND' | 'OR'): GroupDraft {
  return { key: (lastKey += 1), kind: 'group', operator, conditions: [newLeaf()] };
}

/** A filter to be written on; a single condition stands in a group of its own. */
export function draftOf(filter: SegmentFilter): GroupDraft {
  const draft = nodeOf(filter);
  return draft.kind === 'group' ? draft : { key: (lastKey += 1), kind: 'group', operator: 'AND', conditions: [draft] };
}

/** The same draft with keys of this window, for one that was written in another. */
export function withNewKeys(draft: GroupDraft): GroupDraft {
  const again = (node: Draft): Draft => (node.kind === 'group' ? withNewKeys(node) : { ...node, key: (lastKey += 1) });
  return { ...draft, key: (lastKey += 1), conditions: draft.conditions.map(again) };
}

function nodeOf(filter: SegmentFilter): Draft {
  const key = (lastKey += 1);
  if (isFilterGroup(filter)) {
    return { key, kind: 'group', operator: filter.operator, conditions: filter.conditions.map(nodeOf) };
  }
  const { attribute, operator, value } = filter;
  return { key, kind: 'leaf', attribute, operator, value };
}

/** The filter that a draft says. A group around a single condition is that condition. */
export function filterOf(draft: GroupDraft): SegmentFilter {
  const [only, ...others] = draft.conditions;
  return only !== undefined && others.length === 0 ? written(only) : written(draft);
}

function written(draft: Draft): SegmentFilter {
  if (draft.kind === 'group') return { operator: draft.operator, conditions: draft.conditions.map(written) };
  const { attribute, operator, value } = draft;
  return { attribute: attribute.trim(), operator, ...(value === undefined ? {} : { value }) };
}

/** The draft with one condition or group replaced, or taken out with null; a group left empty goes as well. */
export function replaced(draft: GroupDraft, key: number, next: Draft | null): GroupDraft {
  const conditions = draft.conditions.flatMap((condition): readonly Draft[] => {
    if (condition.key === key) return next === null ? [] : [next];
    if (condition.kind === 'leaf') return [condition];
    const inner = replaced(condition, key, next);
    return inner.conditions.length === 0 ? [] : [inner];
  });
  return { ...draft, conditions };
}

/** A condition whose value fits another comparison: what cannot be carried over is empty. */
export function withOperator(leaf: LeafDraft, operator: FilterOperator): LeafDraft {
  if (shapeOf(operator) === shapeOf(leaf.operator)) return { ...leaf, operator };
  return { ...leaf, operator, value: emptyValues[shapeOf(operator)] };
}

/** What kind of value a comparison takes. */
export function shapeOf(operator: FilterOperator): 'text' | 'list' | 'known' | 'days' | 'day' {
  switch (operator) {
    case 'in':
    case 'not_in':
      return 'list';
    case 'exists':
      return 'known';
    case 'within_days':
      return 'days';
    case 'before':
    case 'after':
      return 'day';
    case 'equals':
    case 'not_equals':
    case 'greater_than':
    case 'less_than':
    case 'gte':
    case 'lte':
    case 'contains':
    case 'starts_with':
      return 'text';
  }
}

const emptyValues = { text: '', list: [], known: true, days: 30, day: '' } as const;

/** Text as the comparison needs it: amounts are numbers; a value keeps the kind it had. */
export function typedValue(text: string, { operator, value }: LeafDraft): FilterScalar {
  const isAmount = ['greater_than', 'less_than', 'gte', 'lte'].includes(operator) || typeof value === 'number';
  if (isAmount && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  if (typeof value === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}
