import { findEngine, freePort, startEngine, type RunningEngine } from '@marquee/server/testing';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Whether this machine has a Temporal server to test with. */
export async function hasEngine(): Promise<boolean> {
  return (await findEngine({ environment: process.env })) !== undefined;
}

/** A Temporal server for several processes; killed, it comes back at the same address. */
export async function startTestEngine(
  dataDir: string,
  dynamicConfig: Readonly<Record<string, string>> = {},
): Promise<RunningEngine> {
  const executable = await findEngine({ environment: process.env });
  if (executable === undefined) throw new Error('this machine has no Temporal server: `npm start` gets one');
  return await startEngine({ executable, dataDir, port: await freePort(), dynamicConfig, log: silent });
}
