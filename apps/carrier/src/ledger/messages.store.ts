import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { Plan } from '../behaviour/behaviour.ts';

/** A message as the ledger keeps it. */
export interface MessageRow {
  readonly seq: number;
  readonly sid: string;
  readonly account_sid: string;
  readonly direction: 'outbound-api' | 'outbound-reply' | 'inbound';
  readonly to_number: string;
  readonly from_number: string | null;
  readonly messaging_service_sid: string | null;
  readonly body: string;
  readonly num_segments: number;
  readonly status: string;
  readonly error_code: number | null;
  readonly status_callback: string | null;
  readonly created_at_ms: number;
  readonly sent_at_ms: number | null;
  readonly updated_at_ms: number;
  /** A `Plan` as JSON. */
  readonly plan: string | null;
  readonly step: number;
  readonly next_due_ms: number | null;
}

/** A message about to be kept. */
export type NewMessage = Omit<
  MessageRow,
  'seq' | 'error_code' | 'sent_at_ms' | 'updated_at_ms' | 'plan' | 'step' | 'next_due_ms'
> & {
  readonly plan: Plan | null;
};

/** What a list of messages may be narrowed to; bounds are epoch milliseconds, from inclusive, until exclusive. */
export interface MessageFilter {
  readonly accountSid?: string | undefined;
  readonly to?: string | undefined;
  readonly from?: string | undefined;
  readonly direction?: string | undefined;
  readonly sentFromMs?: number | undefined;
  readonly sentUntilMs?: number | undefined;
  readonly createdFromMs?: number | undefined;
}

/** Statements on messages, prepared once for a ledger. */
export type MessagesStore = ReturnType<typeof messagesStore>;

/** Prepares the statements; writes belong inside `ledger.write`. */
export function messagesStore(db: DatabaseSync) {
  const insert = db.prepare(
    `insert into messages (sid, account_sid, direction, to_number, from_number, messaging_service_sid, body, num_segments, status,
       status_callback, created_at_ms, updated_at_ms, plan, next_due_ms)
     values ($sid, $account_sid, $direction, $to_number, $from_number, $messaging_service_sid, $body, $num_segments, $status,
       $status_callback, $created_at_ms, $created_at_ms, $plan, $next_due_ms)`,
  );
  const bySid = db.prepare('select * from messages where sid = ?');
  const due = db.prepare('select * from messages where next_due_ms <= ? order by next_due_ms limit ?');
  const pass = db.prepare(
    `update messages set status = $status, error_code = $error_code, sent_at_ms = coalesce(sent_at_ms, $sent_at_ms),
       updated_at_ms = $updated_at_ms, step = step + 1, next_due_ms = $next_due_ms where seq = $seq`,
  );
  return {
    insert: (message: NewMessage): void => {
      const first = message.plan?.steps[0];
      const plan = message.plan === null ? null : JSON.stringify(message.plan);
      insert.run({
        ...message,
        plan,
        next_due_ms: first === undefined ? null : message.created_at_ms + first.after_ms,
      });
    },
    get: (sid: string): MessageRow | null => rowOrNull(bySid.get(sid)),
    due: (nowMs: number, limit: number): MessageRow[] => rows(due.all(nowMs, limit)),
    /** Takes the message past its present step. */
    pass: (step: MessageStep): void => {
      pass.run({ ...step });
    },
    list: (filter: MessageFilter, page: { beforeSeq: number | null; offset: number; limit: number }): MessageRow[] => {
      const { where, values } = whereOf(filter);
      const before = page.beforeSeq ?? Number.MAX_SAFE_INTEGER;
      const sql = `select * from messages where ${where} and seq < ? order by seq desc limit ? offset ?`;
      return rows(db.prepare(sql).all(...values, before, page.limit, page.offset));
    },
    /** Oldest first, after a sequence number. */
    scan: (filter: MessageFilter, afterSeq: number, limit: number): MessageRow[] => {
      const { where, values } = whereOf(filter);
      return rows(
        db
          .prepare(`select * from messages where ${where} and seq > ? order by seq limit ?`)
          .all(...values, afterSeq, limit),
      );
    },
  };
}

/** Where a step leaves a message. */
export interface MessageStep {
  readonly seq: number;
  readonly status: string;
  readonly error_code: number | null;
  readonly sent_at_ms: number | null;
  readonly updated_at_ms: number;
  readonly next_due_ms: number | null;
}

/** A filter as SQL over the messages table, and its values. */
export function whereOf(filter: MessageFilter): { where: string; values: SQLInputValue[] } {
  // A message on its way has no date_sent; its creation stands in, so that a look-up by date finds it.
  const conditions: readonly (readonly [string, SQLInputValue | undefined])[] = [
    ['account_sid = ?', filter.accountSid],
    ['to_number = ?', filter.to],
    ['from_number = ?', filter.from],
    ['direction = ?', filter.direction],
    ['coalesce(sent_at_ms, created_at_ms) >= ?', filter.sentFromMs],
    ['coalesce(sent_at_ms, created_at_ms) < ?', filter.sentUntilMs],
    ['created_at_ms >= ?', filter.createdFromMs],
  ];
  const given = conditions.flatMap(([sql, value]) => (value === undefined ? [] : [{ sql, value }]));
  return { where: ['true', ...given.map(({ sql }) => sql)].join(' and '), values: given.map(({ value }) => value) };
}

function rows(found: unknown): MessageRow[] {
  // The schema in ledger.ts has exactly these columns.
  return found as MessageRow[];
}

function rowOrNull(found: unknown): MessageRow | null {
  // As in rows().
  return (found ?? null) as MessageRow | null;
}
