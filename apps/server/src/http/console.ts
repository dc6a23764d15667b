import { ApiError } from '@marquee/api/errors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createReadStream, readdirSync, statSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { pageHeaders } from './headers.ts';
import { pathOf } from './problems.ts';

/** Headers of the console's page: scripts, styles and calls of this origin only. Its components set style attributes. */
const consoleHeaders: Readonly<Record<string, string>> = {
  ...pageHeaders,
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; " +
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
  'cache-control': 'no-cache',
};

/** The console's service worker fetches the console's files, and nothing else. */
const workerPath = '/service-worker.js';
const workerPolicy = "default-src 'none'; connect-src 'self'";

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

interface StaticFile {
  readonly path: string;
  readonly mediaType: string;
  readonly encodings: readonly Encoding[];
}

type Encoding = 'br' | 'gzip';

const suffixes: Readonly<Record<Encoding, string>> = { br: '.br', gzip: '.gz' };

/**
 * Serves the built console: its files by name, and its page at every other path that a browser navigates to, so that deep links
 * and reloads work. Paths of an API stay what they are: an unknown one is answered with a problem.
 *
 * @param folder where it was built to; without a build nothing is served
 */
export function serveConsole(app: FastifyInstance, folder: string): void {
  const files = filesIn(folder);
  const page = files.get('/index.html');
  if (page === undefined) return;
  app.get('/*', { config: { operation: 'console' } }, async (request, reply) => {
    const path = pathOf(request.url);
    const file = path === '/index.html' ? undefined : files.get(path);
    if (path === workerPath) void reply.header('content-security-policy', workerPolicy);
    if (file !== undefined) return sendFile(request, reply.header('cache-control', cachingOf(path)), file);
    if (!isNavigation(request, path)) {
      throw new ApiError('not_found', `Nothing is served at ${request.method} ${path}`);
    }
    return sendFile(request, reply.headers(consoleHeaders), page);
  });
}

/** Whether a folder holds a built console. */
export function isConsoleBuilt(folder: string): boolean {
  return statSync(join(folder, 'index.html'), { throwIfNoEntry: false })?.isFile() === true;
}

const apiPath = /^\/(?:api|trpc|compat|docs|redoc|assets|ws|health|metrics|openapi\.json)(?:\/|$)/;

function isNavigation(request: FastifyRequest, path: string): boolean {
  return !apiPath.test(path) && (request.headers.accept ?? '').includes('text/html');
}

// Names of assets change with their content.
function cachingOf(path: string): string {
  return path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
}

function sendFile(request: FastifyRequest, reply: FastifyReply, file: StaticFile): FastifyReply {
  const encoding = chosenEncoding(request.headers['accept-encoding'], file.encodings);
  void reply.header('content-type', file.mediaType).header('vary', 'accept-encoding');
  if (encoding !== null) void reply.header('content-encoding', encoding);
  return reply.send(createReadStream(file.path + (encoding === null ? '' : suffixes[encoding])));
}

function chosenEncoding(header: string | readonly string[] | undefined, offered: readonly Encoding[]): Encoding | null {
  const taken = String(header ?? '')
    .split(',')
    .filter((part) => !/;\s*q=0(?:\.0*)?\s*$/.test(part))
    .map((part) => part.split(';', 1)[0]?.trim());
  return offered.find((encoding) => taken.includes(encoding)) ?? null;
}

/** Read once: a request names a file of this list or none, whatever its path says. */
function filesIn(folder: string): ReadonlyMap<string, StaticFile> {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return new Map();
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const known = new Set(paths);
  return new Map(
    paths.flatMap((path): readonly [string, StaticFile][] => {
      const mediaType = mediaTypes[extname(path)];
      if (mediaType === undefined) return [];
      const encodings = (['br', 'gzip'] as const).filter((encoding) => known.has(path + suffixes[encoding]));
      return [[`/${path.replaceAll(sep, '/')}`, { path: join(folder, path), mediaType, encodings }]];
    }),
  );
}
