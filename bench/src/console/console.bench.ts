import { consoleSizes } from '@marquee/tests/harness/console/console-sizes.ts';
import { contactsCsv } from '../harness/contacts.ts';
import { importContacts, startInstallation } from '../harness/installation.ts';
import type { BenchResult } from '../harness/results.ts';
import { openBrowser } from './browser.ts';
import { desktopStart } from './desktop.ts';
import { consoleFigures } from './figures.ts';
import { firstLoad, loads, pauseCampaign } from './first-load.ts';
import { interactions } from './interactions.ts';
import { liveChanges, reconnections } from './live.ts';
import { filterContacts, scrollContacts } from './long-list.ts';
import { soak, soakSeconds } from './soak.ts';

/** The console in a real browser over a whole installation: what it weighs, how long people wait for it, and what it keeps. */
export async function consoleBench(): Promise<BenchResult> {
  const sizes = await told('sizes', consoleSizes());
  await using installation = await startInstallation();
  const { api } = installation;
  await installation.engine();
  await using browser = await openBrowser(installation);
  await pauseCampaign(api);
  const load = await told('first load', firstLoad(browser));
  await told('import of 15,000 contacts', importContacts(api, contactsCsv(15_000)));
  const filtering = await told('filters', filterContacts(browser));
  await told('import of 85,000 contacts', importContacts(api, contactsCsv(85_000, 15_000)));
  const scrolling = await told('scrolling', scrollContacts(browser));
  const measured = {
    ...{ sizes, load, filtering, scrolling },
    interactions: await told('clicks and keys', interactions(browser)),
    live: await told('live changes', liveChanges(browser, api)),
    cuts: await told('cuts of the stream', reconnections(installation)),
    desktop: await told('desktop', desktopStart(installation)),
    soak: await told(`soak of ${soakSeconds} s`, soak(browser, api)),
  };
  return { title: 'The console in a browser', method, figures: consoleFigures(measured) };
}

const method =
  'The production build, served by a whole installation with its demo workspace, in Chromium without a screen, 1280 × 800. Sizes are those of the gzip files that are served; the first load is the entry, ' +
  `the Overview’s page and what both import statically. Cold: ${loads} loads of the Overview, each in a new browser context that holds the session’s cookie alone, median, from the navigation; usable ` +
  'when four figures and a line of “Needs you” are painted, and the line is then followed. Lists: 15,000 and 100,000 contacts imported through the front door; a filter’s answer is its call as the page’s ' +
  'Resource Timing has it, median of seven prefixes asked for the first time; frames are those between animation frames while the list is scrolled by wheel, by page and by row. Clicks and keys: two rounds through twenty ' +
  'screens, a record, dialogs, filters, palette and shortcuts, over 100,000 contacts, by the Event Timing API, rounded up to 8 ms by the browser, 16 where it tells of none; screens with data read before: two rounds through ten, from the ' +
  'click’s own time to the paint after the heading stands and nothing waits. Live: consent of contacts changed through the API, from its answer to the paint of the changed row; cuts: every connection of the browser is ' +
  'reset five times and five changes are made meanwhile; lost is what is not on screen 15 s later. Desktop: packaged with archive and fuses around the Electron of the desktop’s tests, median of five starts after a first, ' +
  'under Xvfb; that Electron cannot say whether it has a keychain, so the session ends with each start, and rows are the time to the sign-in plus that from its button to the rows. Soak: twenty screens round and round ' +
  `for ${soakSeconds} s, lists scrolled, forms and records opened, two changes by others a second; the JavaScript heap after each round, swept by the DevTools protocol; of it the objects, functions and text, which the page’s own code makes, by heap snapshots after the second and the last round. Times are shown against their targets and fail nothing.`;

/** Says what came to an end: the whole takes minutes. */
async function told<T>(what: string, work: Promise<T>): Promise<T> {
  const begunMs = performance.now();
  const result = await work;
  console.log(`  ${what}: ${((performance.now() - begunMs) / 1000).toFixed(1)} s`);
  return result;
}
