import { extname, join, sep } from 'node:path';
import { isAppUrl } from '../paths.ts';

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** A file of the renderer, as a request of a page names it. */
export interface AppFile {
  readonly path: string;
  readonly mediaType: string;
}

/** What a page asks for. */
export interface AppRequest {
  readonly method: string;
  readonly url: string;
}

/**
 * The file behind an `app://marquee` address: those with a known ending by their name, and the console's page for every other path,
 * so that deep links and reloads work.
 *
 * @returns null when the request names another host or method, or leaves the folder
 */
export function appFile(folder: string, { method, url }: AppRequest): AppFile | null {
  if (method !== 'GET' || !isAppUrl(url)) return null;
  const path = decoded(new URL(url).pathname);
  if (path === null || /[\\\0]/.test(path) || path.split('/').includes('..')) return null;
  const mediaType = mediaTypes[extname(path)];
  // A path of the console may hold a dot; only a file's ending makes it a file.
  if (mediaType === undefined || mediaType.startsWith('text/html')) {
    return { path: join(folder, 'index.html'), mediaType: 'text/html; charset=utf-8' };
  }
  const file = join(folder, path);
  return file.startsWith(folder + sep) ? { path: file, mediaType } : null;
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

/**
 * What a page of the application may load and call: its own files, and the one server that was chosen. Scripts come from files only.
 *
 * @param serverUrl the server's origin; null while none is chosen
 */
export function appHeaders(mediaType: string, serverUrl: string | null): Record<string, string> {
  return {
    'content-type': mediaType,
    'content-security-policy': policyFor(serverUrl),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    // Names of assets change with their content.
    'cache-control': mediaType.startsWith('text/html') ? 'no-cache' : 'public, max-age=31536000, immutable',
  };
}

function policyFor(serverUrl: string | null): string {
  const server = serverUrl === null ? '' : ` ${new URL(serverUrl).origin}`;
  return [
    "default-src 'none'",
    "script-src 'self'",
    // The components set style attributes.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${server}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
