import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { serverProgram, serverVariables } from './environment.ts';

function folder(files: readonly string[]): string {
  const root = mkdtempSync(join(tmpdir(), 'marquee-desktop-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const file of files) {
    mkdirSync(join(root, file, '..'), { recursive: true });
    writeFileSync(join(root, file), '');
  }
  return root;
}

test('a packaged application runs the server and the Node that came with it', () => {
  const resources = folder(['server/main.js', 'node/node']);
  const program = serverProgram({
    isPackaged: true,
    resources,
    here: '/x',
    system: 'linux',
    variables: { MARQUEE_NODE: '/usr/bin/node' },
  });

  expect(program).toMatchObject({ command: join(resources, 'node/node'), cwd: join(resources, 'server') });
});

test('a package without a server offers none', () => {
  const resources = folder(['node/node']);
  expect(serverProgram({ isPackaged: true, resources, here: '/x', system: 'linux', variables: {} })).toBeNull();
});

test('a checkout runs its own sources', () => {
  const root = folder(['apps/server/src/main.ts']);
  const here = join(root, 'apps/console/desktop/dist');
  const installation = { isPackaged: false, resources: '/x', here, system: 'linux' } as const;

  expect(serverProgram({ ...installation, variables: { MARQUEE_NODE: '/usr/bin/node' } })).toMatchObject({
    command: '/usr/bin/node',
    cwd: root,
  });
  expect(serverProgram({ ...installation, variables: {} })).toBeNull();
});

test('a local server takes nothing from what is meant for another installation', () => {
  const variables = serverVariables(
    {
      PATH: '/bin',
      DATABASE_URL: 'postgres://x',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'https://telemetry.example.com',
      MARQUEE_DATA: '/srv',
      PORT: '80',
      NODE_OPTIONS: '--inspect',
      ELECTRON_RUN_AS_NODE: '1',
    },
    '/home/ann/.config/marquee',
  );

  expect(variables).toEqual({
    PATH: '/bin',
    MARQUEE_DATA: '/home/ann/.config/marquee/server',
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'warn',
    NODE_COMPILE_CACHE: '/home/ann/.config/marquee/compile-cache',
  });
});
