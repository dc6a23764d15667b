import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from '@temporalio/worker';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { expect, test } from 'vitest';
import { workflowBundle } from '../../temporal/bundle.ts';

// What was running when a new version is deployed must go on as it began: a changed workflow is patched, not edited.
const folder = new URL('../../../../../packages/workflows/histories/', import.meta.url);

test.each(readdirSync(folder))('the recorded history %s replays', { timeout: 60_000 }, async (name) => {
  const bundle = await workflowBundle(join(tmpdir(), 'marquee-bundles'));
  const history = historyFromJSON(JSON.parse(readFileSync(new URL(name, folder), 'utf8')));

  const replayed = Worker.runReplayHistory({ workflowBundle: bundle }, history, 'campaign:replayed:1');

  await expect(replayed).resolves.toBeUndefined();
});
