import { buildObjectStore } from '../../../apps/server/src/testing/object-store.ts';

/** Makes sure, before tests start, that this machine has an object store to keep files in, where Go can build one. */
let announcedAt = Number.NEGATIVE_INFINITY;
const startedAt = performance.now();

const built = await buildObjectStore(({ text, done = 0, total }) => {
  const now = performance.now();
  if (now - announcedAt < 10_000) return;
  announcedAt = now;
  const count = total === undefined ? '' : `${done} of ${total}, `;
  process.stderr.write(`${text} (${count}${Math.round((now - startedAt) / 1000)} s)\n`);
});
process.stderr.write(built.ok ? `Object store: ${built.path}\n` : `No object store to test on: ${built.why}\n`);
process.exitCode = built.ok ? 0 : 1;
