import { instantIn } from '@marquee/rules/messaging/segments/attribute-values';
import {
  isFilterGroup,
  type FilterLeaf,
  type FilterScalar,
  type SegmentFilter,
} from '@marquee/rules/messaging/segments/segment-filter';
import { sql, type SQL } from 'drizzle-orm';

/**
 * The ids of a workspace's contacts that match a filter, as a subquery: `… where contact_id in (${audienceSql(…)})`. Every
 * value of the filter travels as a parameter. The filter must have passed `checkFilter`.
 *
 * Text equals case-sensitively, and a day or instant whatever its offset; `contains` and `starts_with` ignore case. A negative condition is the exact opposite of its
 * positive one, so it also matches contacts that have no such attribute.
 *
 * @param now what `within_days` counts back from; the transaction's time when omitted
 */
export function audienceSql(filter: SegmentFilter, workspaceId: string, now?: Date): SQL {
  return sql`select c.id from messaging_contacts c where c.workspace_id = ${workspaceId} and ${conditionSql(filter, workspaceId, now)}`;
}

/** The condition of a filter on `messaging_contacts c`, for queries that read more than ids. */
export function conditionSql(filter: SegmentFilter, workspaceId: string, now?: Date): SQL {
  const at = now === undefined ? sql`now()` : sql`${now.toISOString()}::timestamptz`;
  return compile(filter, { workspaceId, now: at });
}

interface Scope {
  readonly workspaceId: string;
  readonly now: SQL;
}

function compile(filter: SegmentFilter, scope: Scope): SQL {
  if (!isFilterGroup(filter)) return compileLeaf(filter, scope);
  const conditions = filter.conditions.map((each) => compile(each, scope));
  return sql`(${sql.join(conditions, filter.operator === 'AND' ? sql` and ` : sql` or `)})`;
}

function compileLeaf(leaf: FilterLeaf, scope: Scope): SQL {
  switch (leaf.operator) {
    case 'not_equals':
      return sql`(${positive({ ...leaf, operator: 'equals' }, scope)}) is not true`;
    case 'not_in':
      return sql`(${positive({ ...leaf, operator: 'in' }, scope)}) is not true`;
    case 'exists':
      return leaf.value === false ? sql`(${positive(leaf, scope)}) is not true` : positive(leaf, scope);
    default:
      return positive(leaf, scope);
  }
}

/** The columns that hold a value, by the way it is compared; null where it cannot be. */
interface Columns {
  readonly text: SQL | null;
  readonly number: SQL | null;
  readonly boolean: SQL | null;
  readonly instant: SQL | null;
}

const textColumns = new Set(['phone_e164', 'consent_state', 'time_zone']);
const instantColumns = new Set(['created_at', 'updated_at', 'consent_updated_at', 'last_message_received']);
const attributeColumns: Columns = {
  text: sql`a.text_value`,
  number: sql`a.number_value`,
  boolean: sql`a.boolean_value`,
  instant: sql`a.instant_value`,
};

/** A condition that is true or not (false or null), on the contact's own column or on its attribute row. */
function positive(leaf: FilterLeaf, scope: Scope): SQL {
  const { attribute } = leaf;
  if (textColumns.has(attribute)) {
    const text = sql`c.${sql.identifier(attribute)}`;
    return leaf.operator === 'exists'
      ? sql`${text} is not null`
      : compare({ text, number: null, boolean: null, instant: null }, leaf, scope);
  }
  if (instantColumns.has(attribute)) {
    const instant = sql`c.${sql.identifier(attribute)}`;
    return leaf.operator === 'exists'
      ? sql`${instant} is not null`
      : compare({ text: null, number: null, boolean: null, instant }, leaf, scope);
  }
  const holds = leaf.operator === 'exists' ? sql`true` : compare(attributeColumns, leaf, scope);
  return sql`c.id in (select a.contact_id from messaging_contact_attributes a
    where a.workspace_id = ${scope.workspaceId} and a.name = ${attribute} and ${holds})`;
}

const never = sql`false`;

function compare(columns: Columns, { operator, value }: FilterLeaf, scope: Scope): SQL {
  switch (operator) {
    case 'equals':
    case 'not_equals':
      return isScalar(value) ? anyOf(columns, [value]) : never;
    case 'in':
    case 'not_in':
      return Array.isArray(value) ? anyOf(columns, value.filter(isScalar)) : never;
    case 'contains':
      return alike(columns, `%${escaped(value)}%`);
    case 'starts_with':
      return alike(columns, `${escaped(value)}%`);
    case 'greater_than':
      return ordered(columns, sql`>`, value);
    case 'gte':
      return ordered(columns, sql`>=`, value);
    case 'less_than':
      return ordered(columns, sql`<`, value);
    case 'lte':
      return ordered(columns, sql`<=`, value);
    case 'before':
      return ordered(columns, sql`<`, value);
    case 'after':
      return ordered(columns, sql`>`, value);
    case 'within_days':
      return within(columns, value, scope.now);
    case 'exists':
      return sql`true`;
  }
}

function anyOf(columns: Columns, values: readonly FilterScalar[]): SQL {
  const [first] = values;
  const list = (cast: SQL, items: readonly unknown[]) =>
    sql`(${sql.join(
      items.map((item) => sql`${item}${cast}`),
      sql`, `,
    )})`;
  if (first === undefined) return never;
  if (typeof first === 'number' && columns.number !== null)
    return sql`${columns.number} in ${list(sql`::double precision`, values)}`;
  if (typeof first === 'boolean' && columns.boolean !== null)
    return sql`${columns.boolean} in ${list(sql`::boolean`, values)}`;
  const instants = values.flatMap((value) => (typeof value === 'string' ? (instantIn(value) ?? []) : []));
  const sameInstant =
    columns.instant === null || instants.length === 0
      ? null
      : sql`${columns.instant} in ${list(sql`::timestamptz`, instants)}`;
  if (columns.text === null) return sameInstant ?? never;
  const sameText = sql`${columns.text} in ${list(sql`::text`, values.map(String))}`;
  // A day, and the same instant with another offset, are written in many ways.
  return sameInstant === null ? sameText : sql`(${sameText} or ${sameInstant})`;
}

function alike({ text }: Columns, pattern: string): SQL {
  // The column sorts by bytes; the database's own collation knows the case of letters beyond a to z.
  return text === null ? never : sql`${text} collate "default" ilike ${pattern}::text`;
}

function ordered(columns: Columns, operator: SQL, value: FilterLeaf['value']): SQL {
  if (typeof value === 'number' && columns.number !== null)
    return sql`${columns.number} ${operator} ${value}::double precision`;
  const instant = typeof value === 'string' ? instantIn(value) : null;
  return instant === null || columns.instant === null
    ? never
    : sql`${columns.instant} ${operator} ${instant}::timestamptz`;
}

function within({ instant }: Columns, days: FilterLeaf['value'], now: SQL): SQL {
  if (instant === null || typeof days !== 'number') return never;
  return sql`${instant} > ${now} - ${days}::double precision * interval '1 day' and ${instant} <= ${now}`;
}

function escaped(value: FilterLeaf['value']): string {
  return String(value).replaceAll(/[\\%_]/g, (special) => `\\${special}`);
}

function isScalar(value: FilterLeaf['value']): value is FilterScalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
