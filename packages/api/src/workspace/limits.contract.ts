import { z } from 'zod';
import { operation } from '../operation.ts';

/** One rate limit as it stands for the caller. */
export const LimitState = z
  .object({
    policy: z.string().describe('Name of the policy, as in the RateLimit headers'),
    quota: z.int().describe('Calls allowed in one window'),
    window_seconds: z.int().describe('Length of one window in seconds'),
    remaining: z.int().describe('Calls left'),
    reset_seconds: z.int().describe('Seconds until the whole limit is there again'),
  })
  .meta({ id: 'LimitState', description: 'One rate limit as it stands for the caller' });

/** Rate limits. */
export const limits = {
  get: operation({
    kind: 'query',
    rest: 'GET /workspace/limits',
    summary: 'Read the rate limits of the caller and what is left of them',
    scope: 'workspace:read',
    tx: 'none',
    limit: 'default',
    input: z.object({}),
    output: z.object({ items: z.array(LimitState).describe('One a policy') }).meta({ id: 'LimitStates' }),
  }),
};
