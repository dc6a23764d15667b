/** What only the process that runs the demo can do for it: it knows the demo's data and the simulator beside it. */
export interface RunningDemo {
  /** Empties the simulator: what it still owes of earlier sends would reach people who are made anew. */
  readonly silence: () => Promise<void>;
  /** Makes the data of a first start in an empty demo. */
  readonly fill: () => Promise<void>;
  /** Starts the send that was made and not yet started. */
  readonly startSend: () => Promise<void>;
  /** Keeps later starts from making a demo. */
  readonly forget: () => Promise<void>;
}

/** The demo of this process. It is known some time after the doors open, and never where the server runs without one. */
export interface DemoSeat {
  /** Null while there is none. */
  readonly current: () => RunningDemo | null;
  readonly take: (demo: RunningDemo) => void;
}

/** A seat that nobody has taken. */
export function demoSeat(): DemoSeat {
  let taken: RunningDemo | null = null;
  return { current: () => taken, take: (demo) => void (taken = demo) };
}
