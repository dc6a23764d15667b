import { z } from 'zod';
import { operation } from '../operation.ts';

/** Answers that are kept until the data changes. */
export const cache = {
  clear: operation({
    kind: 'mutation',
    rest: 'DELETE /metrics/cache',
    summary: 'Forget kept answers',
    description:
      'Never needed for correct numbers: new data makes kept answers of its type void by itself. Every server process forgets, before its next answer.',
    scope: 'metrics:write',
    tx: 'none',
    limit: 'default',
    idempotent: 'natural',
    input: z.object({
      pattern: z
        .string()
        .min(1)
        .max(200)
        .default('*')
        .describe(
          'Which, as a glob over `dashboard:<data types>` and `series:<metric>:<data type>`; `*` is any text, `?` one character',
        )
        .meta({ examples: ['dashboard:*'] }),
    }),
    output: z
      .object({
        pattern: z.string().describe('As asked for'),
        cleared: z.int().describe('Answers that this server process has forgotten'),
      })
      .meta({ id: 'ClearedCache' }),
    documented: ['metrics DELETE /cache/clear'],
  }),
};
