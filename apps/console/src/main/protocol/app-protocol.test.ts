import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { declareAppScheme, serveApp, type AppProtocol } from './app-protocol.ts';

interface Answered {
  readonly status: number;
  readonly policy: string | null;
  readonly mediaType: string | null;
  readonly text: string;
}

type Ask = (url: string, method?: string) => Promise<Answered>;

/** Electron since 25: a handler answers with a response of fetch. */
function later(): { readonly protocol: AppProtocol; readonly ask: Ask } {
  let handler: Parameters<Required<AppProtocol>['handle']>[1] | null = null;
  const handle: AppProtocol['handle'] = (scheme, given) => {
    if (scheme === 'app') handler = given;
  };
  const ask: Ask = async (url, method = 'GET') => {
    const answer = await handler?.({ url, method } as Request); // what a handler reads of it
    return {
      status: answer?.status ?? 0,
      policy: answer?.headers.get('content-security-policy') ?? null,
      mediaType: answer?.headers.get('content-type') ?? null,
      text: (await answer?.text()) ?? '',
    };
  };
  return { protocol: { handle }, ask };
}

/** Electron before 25: a handler calls back with bytes. */
function earlier(): { readonly protocol: AppProtocol; readonly ask: Ask } {
  let handler: Parameters<Required<AppProtocol>['registerBufferProtocol']>[1] | null = null;
  const registerBufferProtocol: AppProtocol['registerBufferProtocol'] = (scheme, given) => {
    if (scheme === 'app') handler = given;
    return true;
  };
  const ask: Ask = (url, method = 'GET') =>
    new Promise((resolve) => {
      handler?.({ url, method, referrer: '', headers: {} }, (answer) => {
        if (Buffer.isBuffer(answer)) return;
        const { statusCode = 0, headers = {}, data } = answer;
        resolve({
          status: statusCode,
          policy: String(headers['content-security-policy']),
          mediaType: String(headers['content-type']),
          text: Buffer.isBuffer(data) ? data.toString('utf8') : '',
        });
      });
    });
  return { protocol: { registerBufferProtocol }, ask };
}

function renderer(): string {
  const folder = mkdtempSync(join(tmpdir(), 'marquee-renderer-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'index.html'), '<title>Marquee</title>');
  writeFileSync(join(folder, 'app.js'), 'start()');
  return folder;
}

test.each([
  ['since 25', later],
  ['before 25', earlier],
])('an Electron %s serves the console, its files and nothing else', async (_version, electron) => {
  const { protocol, ask } = electron();
  let server: string | null = null;
  serveApp(protocol, renderer(), () => server);

  expect(await ask('app://marquee/campaigns/42')).toMatchObject({ status: 200, text: '<title>Marquee</title>' });
  expect(await ask('app://marquee/app.js')).toMatchObject({
    mediaType: 'text/javascript; charset=utf-8',
    text: 'start()',
  });
  expect(await ask('app://marquee/missing.js')).toMatchObject({ status: 404 });
  expect(await ask('app://elsewhere/app.js')).toMatchObject({ status: 404 });
  expect(await ask('app://marquee/app.js', 'POST')).toMatchObject({ status: 404 });
  expect((await ask('app://marquee/')).policy).toContain("connect-src 'self';");
  server = 'https://marquee.example.com';
  expect((await ask('app://marquee/')).policy).toContain("connect-src 'self' https://marquee.example.com;");
});

test('the scheme is an origin of its own: secure, with fetch, without a way past the policy', () => {
  const declared: unknown[] = [];
  declareAppScheme({ registerSchemesAsPrivileged: (schemes) => declared.push(...schemes) });

  expect(declared).toEqual([
    {
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, codeCache: true },
    },
  ]);
});
