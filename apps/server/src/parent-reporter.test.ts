import { expect, test } from 'vitest';
import { parentReporter, type ParentMessage } from './parent-reporter.ts';

test('the parent hears what is open, where the server is, who may sign in, and what the engine is at', () => {
  const heard: ParentMessage[] = [];
  const reporter = parentReporter((message) => heard.push(message));

  reporter.opened('server');
  reporter.opened('database');
  reporter.engine({ state: 'preparing', text: 'downloading 40%' });
  reporter.engine({ state: 'missing', why: 'there is none' });
  reporter.engine({ state: 'ready', address: '127.0.0.1:7233' });
  reporter.ready({
    url: 'http://127.0.0.1:4000',
    seconds: 1,
    database: 'PGlite',
    dataDir: '/data',
    hasConsole: true,
    demo: { email: 'demo@marquee.test', password: 'secret', apiKey: 'mq_secret' },
    isDemoDeleted: false,
  });

  expect(heard).toEqual([
    { kind: 'opened', part: 'server' },
    { kind: 'opened', part: 'database' },
    { kind: 'engine', text: 'downloading 40%', state: 'running' },
    { kind: 'engine', text: 'there is none', state: 'failed' },
    { kind: 'engine', text: null, state: 'done' },
    { kind: 'ready', url: 'http://127.0.0.1:4000', demo: { email: 'demo@marquee.test', password: 'secret' } },
  ]);
});
