import type { Context } from '@temporalio/activity';
import type { ActivityInterceptors } from '@temporalio/worker';
import { withLogIds } from '../lib/telemetry/log.ts';

/** Puts the ids of the workflow on every line that an activity logs. */
export function activityLogIds({ info }: Context): ActivityInterceptors {
  const { workflowExecution, activityType } = info;
  const ids = {
    activity: activityType,
    ...(workflowExecution === undefined
      ? {}
      : { workflow_id: workflowExecution.workflowId, run_id: workflowExecution.runId }),
  };
  return { inbound: { execute: (input, next) => withLogIds(ids, () => next(input)) } };
}
