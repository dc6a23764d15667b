import { expect, test } from 'vitest';
import { parentReporter, type ParentMessage } from './parent-reporter.ts';

test('the parent hears where the server is, who may sign in, and what the engine is at', () => {
  const heard: ParentMessage[] = [];
  const reporter = parentReporter((message) => heard.push(message));

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
  });

  expect(heard).toEqual([
    { kind: 'engine', text: 'downloading 40%' },
    { kind: 'engine', text: 'there is none' },
    { kind: 'engine', text: null },
    { kind: 'ready', url: 'http://127.0.0.1:4000', demo: { email: 'demo@marquee.test', password: 'secret' } },
  ]);
});
