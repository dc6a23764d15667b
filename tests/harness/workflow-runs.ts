import { connectEngine } from '@marquee/server/testing';

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;
type WorkflowHandle = ReturnType<Awaited<ReturnType<typeof connectEngine>>['client']['workflow']['getHandle']>;

/** One run of a workflow: where it went on, or how it ended. */
export interface WorkflowRun {
  readonly runId: string;
  readonly signals: number;
  /** Its last event; `CONTINUED_AS_NEW` when another run goes on. */
  readonly last: string;
}

/** Every run of a workflow under one id, first to last, as the engine's histories tell. */
export async function workflowRuns(address: string, workflowId: string): Promise<readonly WorkflowRun[]> {
  await using connection = await connectEngine(address, 'default');
  const { workflow } = connection.client;
  const described = await workflow.getHandle(workflowId).describe();
  const runs: WorkflowRun[] = [];
  let next: string | undefined = described.raw.workflowExecutionInfo?.firstRunId ?? described.runId;
  while (next !== undefined) {
    const { events }: History = await workflow.getHandle(workflowId, next).fetchHistory();
    const last: NonNullable<History['events']>[number] | undefined = events?.at(-1);
    const signals = (events ?? []).filter((event) => event.workflowExecutionSignaledEventAttributes).length;
    const onwards: string | null | undefined = last?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
    runs.push({ runId: next, signals, last: onwards ? 'CONTINUED_AS_NEW' : String(last?.eventType) });
    next = onwards ?? undefined;
  }
  return runs;
}
