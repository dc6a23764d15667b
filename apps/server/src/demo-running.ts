import { forgetDemo, type DemoAccess } from './demo.ts';
import { demoCaller, fillDemo, pointSenders, type DemoCall } from './demo-data.ts';
import { makeDemoSend, startDemoSend } from './demo-send.ts';
import type { RunningServer } from './server.ts';
import { emptyDemo } from './workspace/demo/demo-emptying.ts';
import type { RunningDemo } from './workspace/demo/demo-seat.ts';
import { demoJobUnderWay, markFilled, type DemoState } from './workspace/demo/demo.store.ts';

/** The demo of an installation and what stands around it. */
export interface DemoSurroundings {
  readonly server: RunningServer;
  readonly access: DemoAccess;
  readonly state: DemoState;
  /** Null where no simulator runs. */
  readonly carrierUrl: string | null;
  readonly dataDir: string;
}

/**
 * Brings the demo to where it can be used: its data made, or its senders pointed to where the simulator is by now, and its send
 * started. What a reset that was cut off has left is for the reset to finish.
 */
export async function runDemo(around: DemoSurroundings): Promise<void> {
  const { server, access, state, carrierUrl } = around;
  const { asSystem, asWorkspace, demo: seat } = server.deps;
  const { workspaceId } = state;
  const call = demoCaller(server, state);
  const demo = runningDemo(around, call);
  if ((await asWorkspace(workspaceId, (db) => demoJobUnderWay(db, workspaceId))) !== undefined) return seat.take(demo);
  if (state.isFilled) await pointSenders(call, access, carrierUrl);
  else {
    // A first start that was cut off may have left some.
    await demo.silence();
    await emptyDemo(server.deps, { workspaceId, jobId: null });
    await demo.fill();
    await asSystem('demo', (db) => markFilled(db, workspaceId));
  }
  await demo.startSend();
  // From here on it can be reset: not before, for there would be two at making its data.
  seat.take(demo);
}

function runningDemo({ access, carrierUrl, dataDir }: DemoSurroundings, call: DemoCall): RunningDemo {
  return {
    async silence() {
      if (carrierUrl === null) return;
      for (const what of ['rules', 'ledger']) await emptied(`${carrierUrl}/simulator/${what}`);
    },
    async fill() {
      await fillDemo(call, access, carrierUrl);
      if (carrierUrl !== null) await makeDemoSend(call, carrierUrl);
    },
    async startSend() {
      if (carrierUrl !== null) await startDemoSend(call);
    },
    forget: () => forgetDemo(dataDir),
  };
}

async function emptied(url: string): Promise<void> {
  const answer = await fetch(url, { method: 'DELETE' });
  if (!answer.ok) throw new Error(`the simulator answered ${answer.status} to DELETE ${url}`);
}
