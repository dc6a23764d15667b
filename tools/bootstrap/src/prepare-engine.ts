import { fileURLToPath } from 'node:url';
import { resolveEngine } from '../../../apps/server/src/temporal/engine.ts';

/** Makes sure, before tests start, that this machine has a Temporal server, and says where it comes from. */
const startedAt = performance.now();
let announcedAt = Number.NEGATIVE_INFINITY;
let stage = '';

const engine = await resolveEngine({
  address: process.env['TEMPORAL_ADDRESS'],
  environment: process.env,
  sourceDir: fileURLToPath(new URL('../../temporal-dev', import.meta.url)),
  onProgress: (progress) => {
    const now = performance.now();
    if (progress.stage === stage && now - announcedAt < 10_000) return;
    [stage, announcedAt] = [progress.stage, now];
    const count = progress.total === undefined ? '' : `${progress.done ?? 0} of ${progress.total}, `;
    process.stderr.write(`${progress.text} (${count}${Math.round((now - startedAt) / 1000)} s)\n`);
  },
});

switch (engine.kind) {
  case 'external':
    process.stderr.write(`Temporal: ${engine.address}\n`);
    break;
  case 'executable':
    process.stderr.write(`Temporal: ${engine.path} (${engine.version}, ${engine.source})\n`);
    break;
  case 'missing':
    process.stderr.write(`${engine.why}\n`);
    process.exitCode = 1;
    break;
}
