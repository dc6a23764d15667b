import type { DatabaseSync } from 'node:sqlite';

/** A number that messages come to. */
export interface SenderRow {
  readonly number: string;
  readonly account_sid: string | null;
  readonly inbound_url: string | null;
}

/** Statements on accounts, senders, opt-outs and settings. */
export type ConfigurationStore = ReturnType<typeof configurationStore>;

/** Prepares the statements; writes belong inside `ledger.write`. */
export function configurationStore(db: DatabaseSync) {
  const optedOut = db.prepare('select 1 from opt_outs where sender = ? and recipient = ?');
  const optOut = db.prepare('insert or ignore into opt_outs values (?, ?)');
  const optIn = db.prepare('delete from opt_outs where sender = ? and recipient = ?');
  const refuse = db.prepare(
    'insert into refusals (at_ms, account_sid, to_number, from_number, http_status, code) values (?, ?, ?, ?, ?, ?)',
  );
  return {
    accounts: (): Map<string, string> =>
      new Map(
        db
          .prepare('select * from accounts order by rowid')
          .all()
          .map((row) => [String(row['sid']), String(row['token'])]),
      ),
    putAccount: (sid: string, token: string): void => {
      db.prepare('insert into accounts values (?1, ?2) on conflict (sid) do update set token = ?2').run(sid, token);
    },
    sender: (number: string): SenderRow | null => {
      // The schema in ledger.ts has exactly these columns.
      return (db.prepare('select * from senders where number = ?').get(number) ?? null) as SenderRow | null;
    },
    putSender: (sender: SenderRow): void => {
      db.prepare('insert or replace into senders values (?, ?, ?)').run(
        sender.number,
        sender.account_sid,
        sender.inbound_url,
      );
    },
    isOptedOut: (sender: string, recipient: string): boolean => optedOut.get(sender, recipient) !== undefined,
    optOut: (sender: string, recipient: string): void => void optOut.run(sender, recipient),
    optIn: (sender: string, recipient: string): void => void optIn.run(sender, recipient),
    insertRefusal: (refusal: Refusal): void => {
      refuse.run(refusal.atMs, refusal.accountSid, refusal.to, refusal.from, refusal.httpStatus, refusal.code);
    },
    setting: (name: string): string | null => {
      const found = db.prepare('select value from settings where name = ?').get(name);
      return found === undefined ? null : String(found['value']);
    },
    putSetting: (name: string, value: string): void => {
      db.prepare('insert into settings values (?1, ?2) on conflict (name) do update set value = ?2').run(name, value);
    },
    /** Empties the ledger; accounts, senders, settings and rules stay. */
    clear: (): void =>
      db.exec(
        'delete from messages; delete from callbacks; delete from refusals; delete from opt_outs; delete from whatsapp_messages; delete from whatsapp_templates;',
      ),
  };
}

/** A create call that was turned away. */
export interface Refusal {
  readonly atMs: number;
  readonly accountSid: string;
  readonly to: string;
  readonly from: string;
  readonly httpStatus: number;
  readonly code: number | null;
}
