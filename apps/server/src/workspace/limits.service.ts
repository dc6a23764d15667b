import type { limits } from '@marquee/api/workspace/limits.contract';
import type { Implements } from '../kernel/context.ts';
import type { Limits } from '../kernel/limits/limits.ts';

/** Rate limits as they stand. */
export function limitsService(deps: { readonly limits: Pick<Limits, 'describe'> }): Implements<typeof limits> {
  return {
    async get(_input, { caller, sender }) {
      const states = await deps.limits.describe(caller, sender.ip);
      const items = states.map(({ windowSeconds, resetSeconds, ...rest }) => ({
        ...rest,
        window_seconds: windowSeconds,
        reset_seconds: resetSeconds,
      }));
      return { items };
    },
  };
}
