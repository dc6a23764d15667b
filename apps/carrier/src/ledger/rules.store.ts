import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { Behaviour, BehaviourRule } from '../behaviour/behaviour.ts';

/** What a rule is made from. */
export type NewRule = Omit<BehaviourRule, 'id'>;

/** Prepares the statements; writes belong inside `ledger.write`. */
export function rulesStore(db: DatabaseSync) {
  const useRule = db.prepare('update rules set remaining = ? where id = ?');
  return {
    rules: (): BehaviourRule[] => db.prepare('select * from rules order by id').all().map(ruleOf),
    insertRule: (rule: NewRule): number => {
      const sql =
        'insert into rules (to_pattern, from_pattern, share, remaining, expires_at_ms, behaviour) values (?, ?, ?, ?, ?, ?)';
      const { to, from, share, remaining, expires_at_ms: expiresAtMs } = rule;
      return Number(
        db.prepare(sql).run(to, from, share, remaining, expiresAtMs, JSON.stringify(rule.behaviour)).lastInsertRowid,
      );
    },
    deleteRules: (id: number | null): number => {
      return Number(db.prepare('delete from rules where ?1 is null or id = ?1').run(id).changes);
    },
    setRemaining: (id: number, remaining: number): void => {
      useRule.run(remaining, id);
    },
  };
}

function ruleOf(row: Record<string, SQLOutputValue>): BehaviourRule {
  const numberOrNull = (value: SQLOutputValue | undefined) =>
    value === null || value === undefined ? null : Number(value);
  const textOrNull = (value: SQLOutputValue | undefined) =>
    value === null || value === undefined ? null : String(value);
  return {
    id: Number(row['id']),
    to: textOrNull(row['to_pattern']),
    from: textOrNull(row['from_pattern']),
    share: numberOrNull(row['share']),
    remaining: numberOrNull(row['remaining']),
    expires_at_ms: numberOrNull(row['expires_at_ms']),
    // Checked against the rule's JSON schema before it was kept.
    behaviour: JSON.parse(String(row['behaviour'])) as Behaviour,
  };
}
