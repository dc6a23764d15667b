import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const isSoak = process.env['MARQUEE_SOAK'] === '1';
const takesPictures = process.env['MARQUEE_SCREENSHOTS'] === '1';
const ending = isSoak ? 'soak' : takesPictures ? 'screenshots' : 'test';

/** Tests across packages start programs and take longest: begun first, they leave short ones to fill the end of a run. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => moduleId.includes('/tests/');
    return [...sorted.filter(isLong), ...sorted.filter((each) => !isLong(each))];
  }
}

export default defineConfig({
  test: {
    globalSetup: ['apps/server/src/testing/global-setup.ts'],
    include: [`**/*.${ending}.ts`],
    exclude: ['**/node_modules/**', '**/dist/**', '.toolchain/**'],
    // Processes, not threads: the native parts of the Temporal SDK and PGlite end with their process.
    pool: 'forks',
    // One more than the cores of a small machine: tests of what survives a crash mostly wait for somebody to notice it.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // A state that is waited for may take as long on a slow machine as a test may; vitest's own second is for quick ones.
    expect: { poll: { timeout: 30_000 } },
    // Sized for a slow machine with two cores; a quiet one needs a tenth.
    testTimeout: isSoak ? 3_600_000 : 60_000,
    hookTimeout: isSoak ? 600_000 : 120_000,
    teardownTimeout: 30_000,
  },
});
