import type { DatabaseSync } from 'node:sqlite';

/** A webhook call that is owed or was made. */
export interface CallbackRow {
  readonly id: number;
  /** Of a template, its id. */
  readonly message_sid: string;
  /** `forged` is a status that is not signed as it should be. */
  readonly kind: 'status' | 'inbound' | 'template' | 'forged';
  readonly url: string;
  /** The message's status at the time, for status callbacks. */
  readonly status: string;
  readonly error_code: number | null;
  readonly due_ms: number;
  readonly attempts: number;
}

/** A webhook call to be made. */
export type NewCallback = Omit<CallbackRow, 'id' | 'attempts'>;

/** Statements on callbacks, prepared once for a ledger. */
export type CallbacksStore = ReturnType<typeof callbacksStore>;

/** Prepares the statements; writes belong inside `ledger.write`. */
export function callbacksStore(db: DatabaseSync) {
  const insert = db.prepare(
    `insert into callbacks (message_sid, kind, url, status, error_code, due_ms)
     values ($message_sid, $kind, $url, $status, $error_code, $due_ms)`,
  );
  const due = db.prepare("select * from callbacks where state = 'pending' and due_ms <= ? order by due_ms limit ?");
  const finish = db.prepare(
    'update callbacks set state = ?, attempts = attempts + 1, answer_status = ?, finished_at_ms = ? where id = ?',
  );
  const postpone = db.prepare(
    'update callbacks set attempts = attempts + 1, answer_status = ?, due_ms = ? where id = ?',
  );
  const states = db.prepare('select state, count(*) as count from callbacks group by state');
  return {
    insert: (callback: NewCallback): void => {
      insert.run({ ...callback });
    },
    /** Owed by now, the longest due first; includes those on their way. */
    due: (nowMs: number, limit: number): CallbackRow[] => {
      // The schema in ledger.ts has exactly these columns.
      return due.all(nowMs, limit) as unknown as CallbackRow[];
    },
    finish: (
      id: number,
      state: 'done' | 'refused' | 'abandoned',
      answer: { status: number | null; nowMs: number },
    ): void => {
      finish.run(state, answer.status, answer.nowMs, id);
    },
    postpone: (id: number, answerStatus: number | null, dueMs: number): void => {
      postpone.run(answerStatus, dueMs, id);
    },
    counts: (): Record<string, number> => {
      const none = { pending: 0, done: 0, refused: 0, abandoned: 0 };
      return {
        ...none,
        ...Object.fromEntries(states.all().map((row) => [String(row['state']), Number(row['count'])])),
      };
    },
  };
}
