import { readConfig } from './config.ts';
import { backup, restore } from './kernel/backup.ts';
import { systemClock } from './lib/clock.ts';

/** The commands `backup <file>` and `restore <file>` over the data folder of a stopped server. */
export async function archive(verb: 'backup' | 'restore', file: string | undefined): Promise<void> {
  if (file === undefined) throw new Error(`Say which file: npm run ${verb} -- marquee.tar.gz`);
  const { dataDir: folder, version, databaseUrl, secretKey, metricsStore } = readConfig();
  if (verb === 'restore') {
    const { made_at, version: from } = await restore({ from: file, folder });
    return say(
      `Restored into ${folder}: made ${made_at} by version ${from}. The next start takes up what was under way.`,
    );
  }
  const { path, files, bytes, sha256 } = await backup({ folder, to: file, version, now: systemClock() });
  say(`${path}: ${files} files, ${bytes} bytes, sha256 ${sha256}. It holds keys: keep it as safe as the data folder.`);
  if (databaseUrl !== null) say('The database is Postgres and not in it: back that up with pg_dump.');
  if (databaseUrl !== null && metricsStore.kind === 'duckdb')
    say('metrics.duckdb is in it, and belongs with a dump of the database from before the next start.');
  if (secretKey !== null) say('MARQUEE_SECRET_KEY is not in it: without that key the backup cannot be used.');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
