import type { ConnectProblem } from '../../ipc.ts';
import { isLoopback, parsedUrl } from '../paths.ts';

/** What a typed address means: the origin of a server, or why it cannot be one. */
export type ServerAddress = { readonly url: string } | { readonly why: ConnectProblem };

/**
 * Reads the address of a server. Without a scheme it is https, or http on this computer. Plain http elsewhere would show tokens to
 * whoever is on the way, so it is refused.
 */
export function parseServerAddress(typed: string): ServerAddress {
  const trimmed = typed.trim();
  const url = parsedUrl(/^[a-z][a-z\d+.-]*:\/\//i.test(trimmed) ? trimmed : `${schemeFor(trimmed)}://${trimmed}`);
  if (trimmed === '' || url === null) return { why: 'not_an_address' };
  const { protocol, hostname, origin, username } = url;
  if ((protocol !== 'https:' && protocol !== 'http:') || hostname === '' || username !== '')
    return { why: 'not_an_address' };
  if (protocol === 'http:' && !isLoopback(hostname)) return { why: 'not_secure' };
  return { url: origin };
}

function schemeFor(typed: string): 'http' | 'https' {
  const host = /^(\[[^\]]*\]|[^:/]*)/.exec(typed)?.[0] ?? '';
  return isLoopback(host) ? 'http' : 'https';
}

/** Whether what an address answered at `/health` is a server of ours. */
export function isHealth(body: string): boolean {
  try {
    const value: unknown = JSON.parse(body);
    return (
      typeof value === 'object' &&
      value !== null &&
      ['status', 'version', 'database', 'engine'].every((name) => name in value)
    );
  } catch {
    return false;
  }
}
