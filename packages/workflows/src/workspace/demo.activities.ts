/** The demo that is to be reset or deleted, and the job that says so. */
export interface DemoRef {
  readonly workspaceId: string;
  readonly jobId: string;
}

/** What becomes of the demo. Each can be repeated; each refuses for good in a workspace that is not the demo. */
export interface DemoActivities {
  /** Ends everything that runs in the demo, and whatever waits to. */
  endDemoWork(ref: DemoRef): Promise<void>;
  /** Deletes what the demo holds and makes its first data again. Nothing may run in it. */
  rebuildDemo(ref: DemoRef): Promise<void>;
  /** Starts the send that the demo begins with, and tells that the reset is done. */
  finishDemoReset(ref: DemoRef): Promise<void>;
  /** Deletes the demo itself, and keeps later starts from making it again. Nothing may run in it. */
  deleteDemo(ref: DemoRef): Promise<void>;
}
