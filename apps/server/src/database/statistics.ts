/** What statistics are refreshed with. */
export interface StatisticsDeps {
  readonly database: { exec(text: string): Promise<void> };
  readonly log: { warn(fields: object, message: string): void };
}

/**
 * Tells the planner about tables that have just grown. Statistics only make plans better: work that is done is not failed for
 * want of them, so a failure is logged.
 */
export async function refreshStatistics({ database, log }: StatisticsDeps, tables: readonly string[]): Promise<void> {
  try {
    await database.exec(`analyze ${tables.join(', ')}`);
  } catch (error) {
    log.warn({ err: error, tables }, 'tables that have grown could not be analyzed');
  }
}
