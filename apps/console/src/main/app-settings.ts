import type { Theme } from '../ipc.ts';
import { parsedUrl } from './paths.ts';
import { parseServerAddress } from './servers/server-address.ts';

/** What the application remembers between starts; nothing of it is secret. */
export interface AppSettings {
  readonly server: ServerChoice | null;
  /** The address typed last, offered again. */
  readonly lastUrl: string | null;
  readonly theme: Theme;
  /** Where new versions are announced; null: the application never looks. */
  readonly updateFeed: string | null;
}

/** Which server somebody chose. */
export type ServerChoice = { readonly kind: 'local' } | { readonly kind: 'remote'; readonly url: string };

/** Reads `settings.json`; what is not understood counts as not said, so that a broken file never keeps the application from starting. */
export function parseAppSettings(text: string | null): AppSettings {
  const value = recordIn(text);
  const { theme } = value;
  return {
    server: serverIn(value['server']),
    lastUrl: addressIn(value['lastUrl']),
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
    updateFeed: feedIn(value['updateFeed']),
  };
}

function serverIn(value: unknown): ServerChoice | null {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return null;
  if (value.kind === 'local') return { kind: 'local' };
  const url = 'url' in value ? addressIn(value.url) : null;
  return url === null ? null : { kind: 'remote', url };
}

function addressIn(value: unknown): string | null {
  const address = typeof value === 'string' ? parseServerAddress(value) : { why: 'not_an_address' };
  return 'url' in address ? address.url : null;
}

function feedIn(value: unknown): string | null {
  const url = typeof value === 'string' ? parsedUrl(value) : null;
  return url?.protocol === 'https:' ? url.href : null;
}

function recordIn(text: string | null): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
