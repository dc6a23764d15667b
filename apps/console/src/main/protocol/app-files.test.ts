import { expect, test } from 'vitest';
import { appFile, appHeaders } from './app-files.ts';

const folder = '/opt/marquee/renderer';
const get = (url: string, method = 'GET') => appFile(folder, { method, url });

test('files are served by their name, and the page at every path of the console', () => {
  expect(get('app://marquee/assets/index-1a2b.js')).toEqual({
    path: `${folder}/assets/index-1a2b.js`,
    mediaType: 'text/javascript; charset=utf-8',
  });
  for (const path of ['/', '/campaigns/42', '/audiences/contacts/%2B1415', '/index.html', '/insights/views/v1.2']) {
    expect(get(`app://marquee${path}`)?.path).toBe(`${folder}/index.html`);
  }
});

test.each([
  'app://marquee/..%2f..%2fetc/shadow.js',
  'app://marquee/assets/%2e%2e%2f%2e%2e%2fsecret.js',
  'app://marquee/assets/..%5c..%5csecret.js',
  'app://marquee/%00.js',
  'app://marquee/%E0%A4%A.js',
  'app://other/assets/index.js',
  'app://marquee.evil/assets/index.js',
  'file:///opt/marquee/renderer/assets/index.js',
  'not an address',
])('%s is refused', (url) => {
  expect(get(url)).toBeNull();
});

test('only reading is possible', () => {
  expect(get('app://marquee/', 'POST')).toBeNull();
});

test('a page may call the server that was chosen and no other', () => {
  const policy = (server: string | null) => appHeaders('text/html; charset=utf-8', server)['content-security-policy'];
  expect(policy('https://marquee.example.com/')).toContain("connect-src 'self' https://marquee.example.com;");
  expect(policy(null)).toContain("connect-src 'self';");
  expect(policy(null)).toContain("default-src 'none'");
  expect(policy(null)).not.toContain('unsafe-eval');
});
