import type { TestProject } from 'vitest/node';
import { migratedFolder } from './database.ts';
import { startPostgresCluster } from './postgres-cluster.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A Postgres server for this run; null where the machine has none. */
    postgresUrl: string | null;
  }
}

/** Starts what all test files share. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [cluster, database] = await Promise.all([startPostgresCluster(), migratedFolder()]);
  project.provide('postgresUrl', cluster?.url ?? null);
  // For the harness of the tests across packages, which other programs use, too: they start servers as they come.
  process.env['MARQUEE_TEST_DATABASE'] = database;
  return async () => {
    await cluster?.[Symbol.asyncDispose]();
  };
}
