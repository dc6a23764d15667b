import { serialize } from 'pg-protocol';
import type {
  CommandCompleteMessage,
  DatabaseError,
  DataRowMessage,
  RowDescriptionMessage,
} from 'pg-protocol/dist/messages.js';
import { Parser } from 'pg-protocol/dist/parser.js';
import { typeParser } from '../parsers.ts';
import { scopeSql, type Opening } from '../session.ts';

/** Sends messages of Postgres' protocol and answers with what came back, to the byte. */
export type Exchange = (bytes: Uint8Array) => Promise<Uint8Array>;

/** One statement to run. */
export interface WireQuery {
  /** Opens a transaction in its scope first, in the same message. */
  readonly opening: Opening | null;
  readonly text: string;
  readonly params: readonly unknown[];
  /** Planned for these values, every time: for queries whose values decide how they are best run. */
  readonly planned: 'once' | 'each_time';
}

/** Rows as arrays in column order, the columns' names, and the number of rows touched. */
export interface WireAnswer {
  readonly columns: readonly string[];
  readonly rows: readonly unknown[][];
  readonly count: number;
}

interface Statement {
  readonly name: string;
  readonly sinceMs: number;
  columns: readonly string[];
  readonly parsers: ((text: string) => unknown)[];
}

const statementsMax = 400;
// A plan that was made for a small table is a bad one for a large table, and nobody tells it of the growth but ANALYZE.
const planLifeMs = 10_000;
const begins = { begin: 'begin', 'begin read only': 'begin_read' } as const;
const sync = serialize.sync();

/**
 * A session with PGlite in Postgres' own protocol. A statement is parsed once and kept under a name, and it travels as one
 * message with what opens its transaction: a small read takes less than half of what it takes by PGlite's `query`.
 */
export class Wire {
  readonly #exchange: Exchange;
  readonly #nowMs: () => number;
  readonly #statements = new Map<string, Statement>();
  readonly #forgotten: string[] = [];
  #named = 0;

  private constructor(exchange: Exchange, nowMs: () => number) {
    this.#exchange = exchange;
    this.#nowMs = nowMs;
  }

  /** @param nowMs any clock that does not go back */
  static async open(exchange: Exchange, nowMs: () => number): Promise<Wire> {
    const wire = new Wire(exchange, nowMs);
    const kept = { ...{ begin: 'begin', begin_read: 'begin read only' }, scope: scopeSql };
    const ends = { commit: 'commit', rollback: 'rollback' };
    const parses = Object.entries({ ...kept, ...ends }).map(([name, text]) => serialize.parse({ name, text }));
    read(await exchange(Buffer.concat([...parses, sync])));
    return wire;
  }

  async query({ opening, text, params, planned }: WireQuery): Promise<WireAnswer> {
    const known = planned === 'once' ? this.#known(text) : undefined;
    const statement = known ?? { name: this.#nameOf(planned), sinceMs: this.#nowMs(), columns: [], parsers: [] };
    const messages = this.#forgotten.splice(0).map((name) => serialize.close({ type: 'S', name }));
    if (opening !== null) messages.push(...openingMessages(opening));
    if (known === undefined) {
      messages.push(serialize.parse({ name: statement.name, text }));
      messages.push(serialize.describe({ type: 'S', name: statement.name }));
    }
    messages.push(...calls(statement.name, params.map(wireValue)), sync);
    const answer = await this.#answer(messages, statement, text);
    if (known === undefined) describeStatement(statement, answer);
    if (known === undefined && planned === 'once') this.#keep(text, statement);
    return {
      columns: statement.columns,
      rows: answer.rows.map((row) => valuesOf(row, statement.parsers)),
      count: answer.count ?? answer.rows.length,
    };
  }

  /** Ends the transaction; `false` when it was rolled back because one of its statements had failed. */
  async commit(): Promise<boolean> {
    return read(await this.#exchange(Buffer.concat([...calls('commit', []), sync]))).command === 'COMMIT';
  }

  async rollback(): Promise<void> {
    read(await this.#exchange(Buffer.concat([...calls('rollback', []), sync])));
  }

  /** Begins a transaction without a statement to travel with. */
  async begin(opening: Opening): Promise<void> {
    read(await this.#exchange(Buffer.concat([...openingMessages(opening), sync])));
  }

  /** A failed statement is parsed anew the next time: the failure may be that of its plan. */
  async #answer(messages: readonly Buffer[], statement: Statement, text: string): Promise<Answered> {
    try {
      return read(await this.#exchange(Buffer.concat(messages)));
    } catch (error) {
      this.#forget(text, statement);
      throw error;
    }
  }

  #known(text: string): Statement | undefined {
    const found = this.#statements.get(text);
    if (found === undefined) return undefined;
    if (this.#nowMs() - found.sinceMs < planLifeMs) return found;
    this.#forget(text, found);
    return undefined;
  }

  #keep(text: string, statement: Statement): void {
    const [oldest] = this.#statements;
    if (this.#statements.size >= statementsMax && oldest !== undefined) this.#forget(...oldest);
    this.#statements.set(text, statement);
  }

  /** Its name is given back with the next message. */
  #forget(text: string, { name }: Statement): void {
    if (this.#statements.get(text)?.name === name) this.#statements.delete(text);
    if (name !== '') this.#forgotten.push(name);
  }

  #nameOf(planned: WireQuery['planned']): string {
    if (planned === 'each_time') return '';
    this.#named += 1;
    return `s${this.#named}`;
  }
}

function openingMessages({ begin, workspaceId, role }: Opening): Buffer[] {
  return [...calls(begins[begin], []), ...calls('scope', [workspaceId, role])];
}

function calls(statement: string, values: readonly (string | Buffer | null)[]): readonly [Buffer, Buffer] {
  return [serialize.bind({ statement, values: [...values] }), serialize.execute()];
}

/** What Postgres answered to the last statement of a message. */
interface Answered {
  readonly rows: readonly (readonly (string | null)[])[];
  readonly count: number | null;
  readonly command: string;
  readonly description: RowDescriptionMessage | null;
}

/** @throws {DatabaseError} the first error among the answers */
function read(bytes: Uint8Array): Answered {
  let rows: (string | null)[][] = [];
  let tag = '';
  let finished: (string | null)[][] = rows;
  let description: RowDescriptionMessage | null = null;
  let failure: DatabaseError | undefined;
  new Parser().parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), (message) => {
    switch (message.name) {
      case 'dataRow':
        rows.push((message as unknown as DataRowMessage).fields as (string | null)[]); // in text format, as bound
        return;
      case 'rowDescription':
        description = message as RowDescriptionMessage;
        return;
      case 'commandComplete':
        tag = (message as CommandCompleteMessage).text;
        finished = rows;
        rows = [];
        return;
      case 'error':
        failure ??= message as DatabaseError; // told apart by its name
        return;
      default: // nothing that concerns a statement's answer: readiness, notices, completed parses and binds
    }
  });
  if (failure !== undefined) throw failure;
  const count = /\d+$/.exec(tag);
  return {
    rows: finished,
    count: count === null ? null : Number(count[0]),
    command: tag.split(' ')[0] ?? '',
    description,
  };
}

function describeStatement(statement: Statement, { description }: Answered): void {
  const fields = description?.fields ?? [];
  statement.columns = fields.map(({ name }) => name);
  statement.parsers.push(...fields.map(({ dataTypeID }) => typeParser(dataTypeID)));
}

function valuesOf(row: readonly (string | null)[], parsers: Statement['parsers']): unknown[] {
  return row.map((text, index) => (text === null ? null : (parsers[index]?.(text) ?? text)));
}

/** A value as Postgres reads it from text; the server decides its type. */
function wireValue(value: unknown): string | Buffer | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof Date) return value.toISOString();
  throw new TypeError(`a query takes text, numbers, booleans, bytes and instants; JSON and arrays go as text`);
}
