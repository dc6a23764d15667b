import type { SdkOperation } from './operations.ts';

/**
 * What sending an operation again does. `key`: with its Idempotency-Key the stored answer is replayed. `secret`: the repeat is
 * refused. `natural`: nothing more. `again`: the same thing once more. Null for what changes nothing.
 */
export function repeatingOf({ declared, method }: SdkOperation): 'key' | 'secret' | 'natural' | 'again' | null {
  if (declared['x-kind'] === 'query' || method === 'GET') return null;
  return declared['x-idempotent'] ?? 'again';
}
