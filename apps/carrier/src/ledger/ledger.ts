import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The simulator's memory: one SQLite file, written in groups. */
export interface Ledger extends Disposable {
  /** For reads; sees only what is committed. */
  readonly db: DatabaseSync;
  /**
   * Runs a write inside the next group's transaction and resolves once that has committed. Writes run in the order
   * they were asked for. A write that throws takes its group with it, so check before writing.
   */
  readonly write: <Result>(work: () => Result) => Promise<Result>;
}

/**
 * Opens the ledger in a folder, making both when absent. What is committed outlives a killed process.
 *
 * @throws when another process has the ledger open
 */
export function openLedger(folder: string): Ledger {
  mkdirSync(folder, { recursive: true });
  const db = new DatabaseSync(join(folder, 'carrier.db'), { timeout: 500 });
  // Exclusive locking keeps a second simulator from sending every callback twice.
  // Without syncs a commit still outlives the process, only not the machine: enough here, and far cheaper.
  db.exec(
    'pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = off; pragma wal_autocheckpoint = 8000;',
  );
  db.exec(schema);
  const group = groupWriter(db);
  return {
    db,
    write: group.write,
    [Symbol.dispose]: () => {
      if (!db.isOpen) return;
      group.flush();
      db.close();
    },
  };
}

const groupMs = 1;

interface Waiting {
  readonly run: () => void;
  readonly commit: () => void;
  readonly abort: (error: unknown) => void;
}

/** Collects the writes of a moment into one transaction: a commit costs more than a row. */
function groupWriter(db: DatabaseSync): { write: Ledger['write']; flush: () => void } {
  let waiting: Waiting[] = [];
  const flush = () => {
    const group = waiting;
    waiting = [];
    if (group.length === 0) return;
    try {
      db.exec('begin immediate');
      for (const write of group) write.run();
      db.exec('commit');
    } catch (error) {
      if (db.isTransaction) db.exec('rollback');
      for (const write of group) write.abort(error);
      return;
    }
    for (const write of group) write.commit();
  };
  const write = <Result>(work: () => Result) =>
    new Promise<Result>((resolve, reject) => {
      let result: { value: Result } | undefined;
      if (waiting.length === 0) setTimeout(flush, groupMs);
      waiting.push({
        run: () => {
          result = { value: work() };
        },
        commit: () => (result === undefined ? reject(new Error('the write did not run')) : resolve(result.value)),
        abort: reject,
      });
    });
  return { write, flush };
}

const schema = `
create table if not exists messages (
  seq integer primary key autoincrement,
  sid text not null unique,
  account_sid text not null,
  direction text not null,
  to_number text not null,
  from_number text,
  messaging_service_sid text,
  body text not null,
  num_segments integer not null,
  status text not null,
  error_code integer,
  status_callback text,
  created_at_ms integer not null,
  sent_at_ms integer,
  updated_at_ms integer not null,
  plan text,
  step integer not null default 0,
  next_due_ms integer
);
create index if not exists messages_due on messages (next_due_ms) where next_due_ms is not null;
create index if not exists messages_to on messages (to_number, seq);
create index if not exists messages_from on messages (from_number, seq);
create table if not exists callbacks (
  id integer primary key autoincrement,
  message_sid text not null,
  kind text not null,
  url text not null,
  status text not null,
  error_code integer,
  due_ms integer not null,
  attempts integer not null default 0,
  state text not null default 'pending',
  answer_status integer,
  finished_at_ms integer
);
create index if not exists callbacks_due on callbacks (due_ms) where state = 'pending';
create index if not exists callbacks_message on callbacks (message_sid);
create table if not exists refusals (
  id integer primary key autoincrement,
  at_ms integer not null,
  account_sid text not null,
  to_number text not null,
  from_number text not null,
  http_status integer not null,
  code integer
);
create table if not exists rules (
  id integer primary key autoincrement,
  to_pattern text,
  from_pattern text,
  share real,
  remaining integer,
  expires_at_ms integer,
  behaviour text not null
);
create table if not exists opt_outs (sender text not null, recipient text not null, primary key (sender, recipient));
create table if not exists senders (number text primary key, account_sid text, inbound_url text);
create table if not exists accounts (sid text primary key, token text not null);
create table if not exists settings (name text primary key, value text not null);
create table if not exists whatsapp_numbers (
  phone_number_id text primary key,
  number text not null,
  business_account_id text not null,
  access_token text not null,
  app_secret text not null,
  webhook_url text
);
create table if not exists whatsapp_messages (sid text primary key, callback_data text);
create table if not exists whatsapp_templates (
  id text primary key,
  business_account_id text not null,
  name text not null,
  language text not null,
  category text not null,
  status text not null,
  reason text,
  components text not null,
  review_due_ms integer,
  unique (business_account_id, name, language)
);
`;
