/** How a leaf compares a contact's attribute with its value. */
export const filterOperators = [
  'equals',
  'not_equals',
  'greater_than',
  'less_than',
  'gte',
  'lte',
  'contains',
  'starts_with',
  'in',
  'not_in',
  'exists',
  'before',
  'after',
  'within_days',
] as const;

/** One of the leaf operators. */
export type FilterOperator = (typeof filterOperators)[number];

/** A single comparable value. */
export type FilterScalar = string | number | boolean;

/** A comparison of one attribute. `exists` may leave `value` out, meaning true. */
export interface FilterLeaf {
  readonly attribute: string;
  readonly operator: FilterOperator;
  readonly value?: FilterScalar | readonly FilterScalar[] | undefined;
}

/** Several filters that must all (AND) or one of which must (OR) hold. */
export interface FilterGroup {
  readonly operator: 'AND' | 'OR';
  readonly conditions: readonly SegmentFilter[];
}

/** A segment's filter: a leaf or a tree of AND and OR. */
export type SegmentFilter = FilterLeaf | FilterGroup;

/** What is wrong with a filter, and where: a JSON pointer inside the filter, '' for the whole. */
export interface FilterIssue {
  readonly pointer: string;
  readonly detail: string;
}

/** Levels a filter may have; a single leaf is one. */
export const filterDepthMax = 8;

/** Leaves and groups a filter may have in all. */
export const filterNodesMax = 500;

/** Values that `in` and `not_in` may list. */
export const filterValuesMax = 1000;

/** Whether a filter is an AND or OR of others. */
export function isFilterGroup(filter: SegmentFilter): filter is FilterGroup {
  return 'conditions' in filter;
}

/**
 * Everything wrong with a filter, empty when it can be evaluated. Takes any value, so it may be used at the edge.
 *
 * Source: the messaging document's `filter_criteria` (leaf or AND/OR tree), operators extended to the usual set.
 */
export function checkFilter(filter: unknown): readonly FilterIssue[] {
  const issues: FilterIssue[] = [];
  const nodes = checkNode(filter, { pointer: '', depth: 1 }, issues);
  if (nodes > filterNodesMax) issues.push({ pointer: '', detail: `has more than ${filterNodesMax} conditions` });
  return issues;
}

interface Place {
  readonly pointer: string;
  readonly depth: number;
}

/** Adds a node's issues and returns how many nodes it holds. */
function checkNode(node: unknown, place: Place, issues: FilterIssue[]): number {
  const report = (path: string, detail: string) => issues.push({ pointer: place.pointer + path, detail });
  if (typeof node !== 'object' || node === null || Array.isArray(node)) {
    report('', 'must be a condition {attribute, operator, value} or a group {operator, conditions}');
    return 1;
  }
  const fields: Readonly<Record<string, unknown>> = { ...node };
  const isGroup = 'conditions' in fields || fields['operator'] === 'AND' || fields['operator'] === 'OR';
  if (place.depth > filterDepthMax) {
    report('', `is nested deeper than ${filterDepthMax} levels`);
    return 1;
  }
  if (!isGroup) {
    checkLeaf(fields, report);
    return 1;
  }
  if (fields['operator'] !== 'AND' && fields['operator'] !== 'OR') report('/operator', 'must be AND or OR for a group');
  const conditions = fields['conditions'];
  if (!Array.isArray(conditions) || conditions.length === 0) {
    report('/conditions', 'must list at least one condition');
    return 1;
  }
  return conditions.reduce<number>((nodes, condition, index) => {
    if (nodes > filterNodesMax) return nodes;
    return (
      nodes + checkNode(condition, { pointer: `${place.pointer}/conditions/${index}`, depth: place.depth + 1 }, issues)
    );
  }, 1);
}

function checkLeaf(fields: Readonly<Record<string, unknown>>, report: (path: string, detail: string) => void): void {
  const { attribute, operator, value } = fields;
  if (typeof attribute !== 'string' || attribute.trim() === '' || attribute.length > 128) {
    report('/attribute', 'must name an attribute, 1 to 128 characters');
  }
  const known = filterOperators.find((name) => name === operator);
  if (known === undefined) {
    report('/operator', `must be one of ${filterOperators.join(', ')}`);
    return;
  }
  const detail = valueIssue(known, value);
  if (detail !== null) report('/value', detail);
}

function valueIssue(operator: FilterOperator, value: unknown): string | null {
  switch (operator) {
    case 'equals':
    case 'not_equals':
      return isScalar(value) ? null : 'must be text, a number or a boolean; use exists to ask for absence';
    case 'greater_than':
    case 'less_than':
    case 'gte':
    case 'lte':
      return isNumber(value) || isDayOrInstant(value) ? null : 'must be a number, a day or an instant';
    case 'contains':
    case 'starts_with':
      return typeof value === 'string' && value !== '' ? null : 'must be text of at least one character';
    case 'in':
    case 'not_in':
      return listIssue(value);
    case 'exists':
      return value === undefined || typeof value === 'boolean' ? null : 'must be true, false or absent';
    case 'before':
    case 'after':
      return isDayOrInstant(value) ? null : 'must be a day such as 2024-01-31 or an instant with Z or an offset';
    case 'within_days':
      return isNumber(value) && value > 0 && value <= 36_500 ? null : 'must be a number of days above 0, at most 36500';
  }
}

function listIssue(value: unknown): string | null {
  if (!Array.isArray(value) || value.length === 0 || value.length > filterValuesMax) {
    return `must list 1 to ${filterValuesMax} values`;
  }
  if (!value.every(isScalar)) return 'may list only text, numbers and booleans';
  return new Set(value.map((item) => typeof item)).size === 1 ? null : 'must list values of one type';
}

function isScalar(value: unknown): value is FilterScalar {
  return typeof value === 'string' || typeof value === 'boolean' || isNumber(value);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isDayOrInstant(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const match = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/.exec(value);
  if (match === null || Number.isNaN(Date.parse(value))) return false;
  return new Date(`${match[1]}T00:00:00Z`).toISOString().startsWith(match[1] ?? '');
}
