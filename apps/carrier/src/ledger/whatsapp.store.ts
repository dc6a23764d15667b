import type { DatabaseSync } from 'node:sqlite';

/** A number of the WhatsApp side, and the app behind it. */
export interface WhatsappNumber {
  readonly phone_number_id: string;
  readonly number: string;
  readonly business_account_id: string;
  readonly access_token: string;
  readonly app_secret: string;
  /** Where its webhooks go; null for nowhere. */
  readonly webhook_url: string | null;
}

/** What only WhatsApp messages have. */
export interface WhatsappExtra {
  readonly sid: string;
  /** `biz_opaque_callback_data`: comes back with every report. */
  readonly callback_data: string | null;
}

/** A template as the ledger keeps it. */
export interface TemplateRow {
  readonly id: string;
  readonly business_account_id: string;
  readonly name: string;
  readonly language: string;
  readonly category: string;
  readonly status: string;
  readonly reason: string | null;
  /** JSON, as it was created. */
  readonly components: string;
  /** When it is reviewed; null when it has been. */
  readonly review_due_ms: number | null;
}

/** Statements on the WhatsApp side. */
export type WhatsappStore = ReturnType<typeof whatsappStore>;

/** Prepares the statements; writes belong inside `ledger.write`. The schema in ledger.ts has exactly the columns of the types. */
export function whatsappStore(db: DatabaseSync) {
  const insertExtra = db.prepare('insert into whatsapp_messages values ($sid, $callback_data)');
  const extra = db.prepare('select * from whatsapp_messages where sid = ?');
  const due = db.prepare('select * from whatsapp_templates where review_due_ms <= ? order by review_due_ms limit 100');
  const template = db.prepare('select * from whatsapp_templates where id = ?');
  return {
    numbers: (): WhatsappNumber[] =>
      db.prepare('select * from whatsapp_numbers order by rowid').all() as unknown as WhatsappNumber[],
    putNumber: (number: WhatsappNumber): void => {
      const values = '($phone_number_id, $number, $business_account_id, $access_token, $app_secret, $webhook_url)';
      db.prepare(`insert or replace into whatsapp_numbers values ${values}`).run({ ...number });
    },
    insertExtra: (row: WhatsappExtra): void => void insertExtra.run({ ...row }),
    extra: (sid: string): WhatsappExtra | null => (extra.get(sid) ?? null) as WhatsappExtra | null,
    /** When a person last wrote to a number; null when never. */
    lastInboundMs: (from: string, phoneNumberId: string): number | null => {
      const sql = `select max(created_at_ms) as at from messages where from_number = ? and account_sid = ? and direction = 'inbound'`;
      const at = db.prepare(sql).get(from, phoneNumberId)?.['at'] ?? null;
      return at === null ? null : Number(at);
    },
    insertTemplate: (row: TemplateRow): void => {
      const values =
        '($id, $business_account_id, $name, $language, $category, $status, $reason, $components, $review_due_ms)';
      db.prepare(`insert into whatsapp_templates values ${values}`).run({ ...row });
    },
    template: (id: string): TemplateRow | null => (template.get(id) ?? null) as TemplateRow | null,
    templateNamed: (businessAccountId: string, name: string, language: string): TemplateRow | null => {
      const sql = 'select * from whatsapp_templates where business_account_id = ? and name = ? and language = ?';
      return (db.prepare(sql).get(businessAccountId, name, language) ?? null) as TemplateRow | null;
    },
    /** In the order they were made, after an id. */
    templates: (businessAccountId: string, page: { after: string; limit: number; name: string }): TemplateRow[] => {
      const sql = `select * from whatsapp_templates where business_account_id = ? and id > ? and name like '%' || ? || '%' order by id limit ?`;
      return db.prepare(sql).all(businessAccountId, page.after, page.name, page.limit) as unknown as TemplateRow[];
    },
    dueTemplates: (nowMs: number): TemplateRow[] => due.all(nowMs) as unknown as TemplateRow[],
    review: (id: string, status: string, reason: string | null): void => {
      const sql = 'update whatsapp_templates set status = ?, reason = ?, review_due_ms = null where id = ?';
      db.prepare(sql).run(status, reason, id);
    },
  };
}
