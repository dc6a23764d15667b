import { readFile } from 'node:fs/promises';
import type { Protocol } from 'electron';
import { appFile, appHeaders, type AppRequest } from './app-files.ts';

/** Makes `app://` an origin with storage, fetch and a policy of its own. Before the application is ready. */
export function declareAppScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, codeCache: true };
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges }]);
}

/** The part of Electron's `protocol` that is used: versions before 25 have the second only. */
export type AppProtocol = Partial<Pick<Protocol, 'handle' | 'registerBufferProtocol'>>;

interface Served {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly bytes: Buffer;
}

/**
 * Serves the renderer's files at `app://marquee`.
 *
 * @param serverUrl the server that the page may call, asked at each page
 */
export function serveApp(protocol: AppProtocol, folder: string, serverUrl: () => string | null): void {
  const serve = (request: AppRequest) => served(folder, request, serverUrl());
  if (protocol.handle !== undefined) {
    protocol.handle('app', async (request) => {
      const { status, headers, bytes } = await serve(request);
      return new Response(new Uint8Array(bytes), { status, headers });
    });
    return;
  }
  protocol.registerBufferProtocol?.('app', (request, respond) => {
    void serve(request).then(({ status, headers, bytes }) =>
      respond({ statusCode: status, headers, mimeType: headers['content-type']?.split(';', 1)[0] ?? '', data: bytes }),
    );
  });
}

async function served(folder: string, request: AppRequest, serverUrl: string | null): Promise<Served> {
  const file = appFile(folder, request);
  const bytes = file === null ? null : await readFile(file.path).catch(() => null);
  const headers = appHeaders(file?.mediaType ?? 'text/plain; charset=utf-8', serverUrl);
  return bytes === null ? { status: 404, headers, bytes: Buffer.from('Not found') } : { status: 200, headers, bytes };
}
