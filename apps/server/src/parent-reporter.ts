import type { EngineStatus } from './temporal/engine-runtime.ts';
import type { StartReporter } from './terminal.ts';

/** Tells the program that started this one how far it is, over the channel between them. */
export function parentReporter(send: (message: ParentMessage) => void): StartReporter {
  return {
    opened: (part) => send({ kind: 'opened', part }),
    ready: ({ url, demo }) =>
      send({ kind: 'ready', url, demo: demo && { email: demo.email, password: demo.password } }),
    engine: (status) => send({ kind: 'engine', text: engineText(status), state: engineState(status) }),
  };
}

/** What that program hears. */
export type ParentMessage =
  | {
      readonly kind: 'ready';
      readonly url: string;
      readonly demo: { readonly email: string; readonly password: string } | null;
    }
  | { readonly kind: 'opened'; readonly part: 'server' | 'database' }
  | { readonly kind: 'engine'; readonly text: string | null; readonly state: 'running' | 'done' | 'failed' };

function engineState({ state }: EngineStatus): 'running' | 'done' | 'failed' {
  if (state === 'ready') return 'done';
  return state === 'missing' ? 'failed' : 'running';
}

function engineText(status: EngineStatus): string | null {
  switch (status.state) {
    case 'preparing':
      return status.text;
    case 'missing':
      return status.why;
    case 'connecting':
    case 'ready':
      return null;
  }
}
