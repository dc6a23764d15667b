import { AttributeName } from '@marquee/api/messaging/contacts.contract';
import { TimeZone } from '@marquee/api/time';
import type { ConsentState } from '@marquee/rules/messaging/consent/consent';
import { isE164 } from '@marquee/rules/messaging/zones/phone-zones';
import type { StoredMapping } from './contact-imports.tables.ts';

/** One record of a file: its columns and, beside each, its cell. */
export interface FileRecord {
  readonly columns: readonly string[];
  readonly cells: readonly unknown[];
}

/** A record that cannot even be read as columns and cells. */
export interface UnreadableRecord {
  readonly reason: string;
}

/** A contact as one row states it; null and absent change nothing. */
export interface ImportedContact {
  readonly phone_e164: string;
  readonly consent_state: ConsentState | null;
  readonly time_zone: string | null;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
}

/** One thing wrong with a row. */
export interface RowFault {
  /** The column; null for the whole row. */
  readonly field: string | null;
  readonly reason: string;
}

/** What a column fills. */
export type ColumnTarget =
  | { readonly kind: 'phone' | 'consent' | 'zone' | 'nested' | 'none' }
  | { readonly kind: 'attribute'; readonly name: string };

const builtIn: ReadonlyMap<string, ColumnTarget> = new Map<string, ColumnTarget>([
  ['phone_e164', { kind: 'phone' }],
  ['consent_state', { kind: 'consent' }],
  ['time_zone', { kind: 'zone' }],
  ['attributes', { kind: 'nested' }],
  // An export of contacts can be imported again: what the system keeps itself is left out.
  ...['consent_updated_at', 'created_at', 'updated_at', 'last_message_received'].map(
    (name) => [name, { kind: 'none' }] as const,
  ),
]);

/** What each column fills under a mapping; asked once a column, answered from memory after that. */
export function columnTargets(mapping: StoredMapping): (column: string) => ColumnTarget {
  const known = new Map<string, ColumnTarget>();
  return (column) => {
    let target = known.get(column);
    if (target === undefined) {
      target = targetOf(column.trim(), mapping);
      // JSON records may name ever new columns; files that do must not fill the memory.
      if (known.size < 10_000) known.set(column, target);
    }
    return target;
  };
}

function targetOf(column: string, mapping: StoredMapping): ColumnTarget {
  const mapped = Object.hasOwn(mapping, column) ? mapping[column] : column;
  if (mapped === null || mapped === undefined || mapped === '') return { kind: 'none' };
  return builtIn.get(mapped.toLowerCase()) ?? { kind: 'attribute', name: attributeName(mapped) };
}

/** A column's name with what attribute names cannot have turned into `_`. */
function attributeName(column: string): string {
  const cleaned = column
    .replaceAll(/[^\p{L}\p{N} _.-]/gu, '_')
    .replace(/^(?![\p{L}_])/u, '_')
    .slice(0, 64);
  return AttributeName.safeParse(cleaned).success ? cleaned : `_${cleaned.slice(0, 63)}`;
}

/** Reads one record, or says everything that is wrong with it. */
export function readRow(
  record: FileRecord,
  targets: (column: string) => ColumnTarget,
): ImportedContact | readonly RowFault[] {
  const row = new RowReader();
  record.cells.forEach((cell, index) => row.take(record.columns[index] ?? '', cell, targets));
  return row.result();
}

class RowReader {
  private phone: string | null = null;
  private consent: ConsentState | null = null;
  private zone: string | null = null;
  private readonly attributes: Record<string, string | number | boolean> = {};
  private readonly faults: RowFault[] = [];

  take(column: string, cell: unknown, targets: (column: string) => ColumnTarget): void {
    const target = targets(column);
    if (target.kind === 'none') return;
    if (target.kind === 'nested' && typeof cell === 'object' && cell !== null && !Array.isArray(cell)) {
      for (const [name, value] of Object.entries(cell))
        this.put({ kind: 'attribute', name: attributeName(name) }, name, value);
    } else this.put(target.kind === 'nested' ? { kind: 'attribute', name: column } : target, column, cell);
  }

  result(): ImportedContact | readonly RowFault[] {
    if (this.phone === null && this.faults.length === 0) this.fault('phone_e164', 'is missing');
    if (Object.keys(this.attributes).length > 100) this.fault(null, 'has more than 100 attributes');
    if (this.phone === null || this.faults.length > 0) return this.faults;
    return { phone_e164: this.phone, consent_state: this.consent, time_zone: this.zone, attributes: this.attributes };
  }

  private put(target: ColumnTarget, column: string, cell: unknown): void {
    const value = typeof cell === 'string' ? cell.trim() : cell;
    if (value === '' || value === null || value === undefined) return;
    if (
      typeof value !== 'string' &&
      typeof value !== 'boolean' &&
      !(typeof value === 'number' && Number.isFinite(value))
    ) {
      this.fault(column, 'must be text, a number or true/false');
    } else if (typeof value === 'string' && value.length > 500) this.fault(column, 'is longer than 500 characters');
    else if (typeof value === 'string' && isUnstorable(value))
      this.fault(column, 'has characters that are not valid UTF-8');
    else this.fill(target, column, value);
  }

  private fill(target: ColumnTarget, column: string, value: string | number | boolean): void {
    switch (target.kind) {
      case 'phone':
        if (typeof value === 'string' && isE164(value)) this.phone = value;
        else this.fault(column, 'must be in E.164 form, such as +14155551234');
        return;
      case 'consent':
        this.consent =
          consentStates.get(String(value).toUpperCase()) ?? this.fault(column, 'must be OPT_IN, OPT_OUT or STOP');
        return;
      case 'zone':
        if (isZone(String(value))) this.zone = String(value);
        else this.fault(column, 'must be an IANA time zone, such as Europe/Berlin');
        return;
      case 'attribute':
        this.attributes[target.name] = value;
        return;
      case 'nested':
      case 'none':
        return;
    }
  }

  private fault(field: string | null, reason: string): null {
    if (this.faults.length < 20) this.faults.push({ field, reason });
    return null;
  }
}

/** NUL cannot be stored, U+FFFD is what a decoder leaves of bytes that are no UTF-8, and lone surrogates cannot be encoded. */
function isUnstorable(text: string): boolean {
  return text.includes('\0') || text.includes('\uFFFD') || !text.isWellFormed();
}

const consentStates: ReadonlyMap<string, ConsentState> = new Map([
  ['OPT_IN', 'OPT_IN'],
  ['OPT_OUT', 'OPT_OUT'],
  ['STOP', 'STOP'],
]);

const zones = new Map<string, boolean>();

function isZone(name: string): boolean {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const answer = TimeZone.safeParse(name).success;
  if (zones.size < 2000) zones.set(name, answer);
  return answer;
}
