import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';
import { searchAttributes } from '../kernel/outbox/dispatcher.ts';
import type { EngineConnection } from './engine-runtime.ts';

// A dead engine takes 20 s to fail by itself.
const connectTimeoutMs = 5000;
const indexedAsKeyword = 2;

/**
 * Connects to the engine. The connection heals by itself when the engine comes back at the same address.
 *
 * @throws when it does not answer within five seconds
 */
export async function connectEngine(address: string, namespace: string): Promise<EngineConnection> {
  const connection = await Connection.connect({ address, connectTimeout: connectTimeoutMs });
  const client = new Client({ connection, namespace });
  return {
    client,
    hasSearchAttributes: await ensureSearchAttributes(connection, namespace),
    [Symbol.asyncDispose]: () => connection.close(),
  };
}

/** Whether the engine answers within two seconds. */
export async function isEngineHealthy({ connection }: Client): Promise<boolean> {
  try {
    await connection.withAbortSignal(AbortSignal.timeout(2000), () => connection.workflowService.getSystemInfo({}));
    return true;
  } catch {
    return false; // whatever the reason, it does not answer
  }
}

/** Ends a workflow where it stands. One that has ended, or never was, is fine. */
export async function terminateWorkflow(client: Client, workflowId: string): Promise<void> {
  try {
    await client.workflow.getHandle(workflowId).terminate();
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

/** Registers what is missing. An engine that does not let us is used without: search attributes only help people look. */
async function ensureSearchAttributes(connection: Connection, namespace: string): Promise<boolean> {
  const names = Object.values(searchAttributes).map(({ name }) => name);
  try {
    const known = await connection.operatorService.listSearchAttributes({ namespace });
    const missing = names.filter((name) => !(name in known.customAttributes));
    if (missing.length === 0) return true;
    const wanted = Object.fromEntries(missing.map((name) => [name, indexedAsKeyword]));
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: wanted });
    return true;
  } catch {
    return false;
  }
}
