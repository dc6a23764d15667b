import type { TestProject } from 'vitest/node';
import { startPostgresCluster } from './postgres-cluster.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A Postgres server for this run; null where the machine has none. */
    postgresUrl: string | null;
  }
}

/** Starts what all test files share. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startPostgresCluster();
  project.provide('postgresUrl', cluster?.url ?? null);
  return async () => {
    await cluster?.[Symbol.asyncDispose]();
  };
}
