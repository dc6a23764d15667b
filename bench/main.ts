// npm run bench [-- rest campaign import reports metrics types sdk console]: measures, judges, and writes bench/results.json and the table of docs/bench.md.
import { campaign } from './src/campaign.bench.ts';
import { consoleBench } from './src/console/console.bench.ts';
import { thisMachine } from './src/harness/machine.ts';
import { figureLine, isFailing, keepResults, type Bench } from './src/harness/results.ts';
import { imports } from './src/import.bench.ts';
import { metrics } from './src/metrics.bench.ts';
import { reports } from './src/reports.bench.ts';
import { rest } from './src/rest.bench.ts';
import { sdk } from './src/sdk.bench.ts';
import { types } from './src/types.bench.ts';

const benches: Readonly<Record<string, Bench>> = {
  rest,
  campaign,
  import: imports,
  reports,
  metrics,
  types,
  sdk,
  console: consoleBench,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in benches));
if (unknown.length > 0)
  throw new Error(`There is no benchmark ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.`);

let missed = 0;
for (const [name, bench] of Object.entries(benches)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const machine = thisMachine();
  console.log(`${name}: measuring`);
  const result = await bench();
  await keepResults({ [name]: { ...result, measured_at: new Date().toISOString(), machine } });
  console.log(`${result.title}\n${result.figures.map(figureLine).join('\n')}`);
  missed += result.figures.filter(isFailing).length;
}
console.log(missed === 0 ? 'every target is met' : `${missed} targets are missed`);
process.exitCode = missed === 0 ? 0 : 1;
