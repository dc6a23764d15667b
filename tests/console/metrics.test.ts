import { afterAll, beforeAll, expect, test } from 'vitest';
import { browserPath } from '../harness/console/browser.ts';
import { openConsole, settled, violationsOf, type OpenConsole } from '../harness/console/console.ts';

let opened: OpenConsole;

beforeAll(async () => {
  if (browserPath !== undefined) opened = await openConsole();
}, 240_000);

afterAll(async () => opened?.[Symbol.asyncDispose]());

const today = new Date().toISOString().slice(0, 10);

test.skipIf(browserPath === undefined)(
  'a CSV is uploaded in batches, explored, kept as a view and downloaded',
  { timeout: 180_000 },
  async () => {
    const { api } = opened;
    const rows = Array.from({ length: 10_500 }, (_, n) => `${today},"c, ${n % 3}",${n},1.5`);
    const csv = ['date,country,row,spend', ...rows, 'never,DE,1,1'].join('\r\n');
    await using window = await opened.window({ path: '/insights/upload' });
    const { page } = window;

    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'ads.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await page.getByLabel('Data type').fill('meta_ads');
    await page.getByRole('main').getByRole('button', { name: 'Upload' }).press('Enter');
    await page.getByText(/records were taken/).waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Receipt of batch 2' }).press('Enter');
    await page.getByRole('dialog').getByRole('cell', { name: 'date' }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    const [type] = (await api.metrics.catalog.list.query({})).items;
    expect(type?.metrics.map(({ name }) => name)).toContain('spend');

    await page.getByRole('link', { name: 'Explore the data' }).press('Enter');
    await page.getByRole('combobox', { name: 'Metrics' }).press('ArrowDown');
    await page.getByRole('option', { name: 'spend', exact: true }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Show as table' }).click();
    await page.getByRole('region', { name: 'spend' }).getByRole('cell').first().waitFor();
    const shown = await page.getByRole('region', { name: 'spend' }).getByRole('cell').last().textContent();
    const [series] = (await api.metrics.dashboards.query.query(askedBy(page.url()))).series;
    expect(Number(shown?.replaceAll(',', ''))).toBeCloseTo(series?.points.at(-1)?.value ?? -1);

    await page.getByRole('button', { name: 'Views' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Save as view' }).press('Enter');
    await page.getByRole('dialog').getByLabel('Name').fill('Spend by day');
    await page.keyboard.press('Enter');
    await page.getByText('“Spend by day” was saved').waitFor();
    expect((await api.metrics.views.list.query({})).items).toMatchObject([{ name: 'Spend by day' }]);

    await page.getByRole('button', { name: 'CSV' }).press('Enter');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Download spend' }).press('Enter'),
    ]);
    expect(download.suggestedFilename()).toBe('spend.csv');
    await page.getByText(/rows? (was|were) downloaded/).waitFor();
    expect(window.complaints).toEqual([]);
  },
);

test.skipIf(browserPath === undefined)(
  'a view of several types and of a length of its own opens as it was kept',
  { timeout: 180_000 },
  async () => {
    const { api } = opened;
    const at = new Date().toISOString();
    const countries = Array.from({ length: 14 }, (_, n) => ({ timestamp: at, country: `C${n}`, cost: 10 + n }));
    await api.metrics.batches.upload.mutate({ data_type: 'views_ads', data: countries });
    await api.metrics.batches.upload.mutate({ data_type: 'views_shop', data: [{ timestamp: at, orders: 3 }] });
    await api.metrics.views.create.mutate({
      name: 'Both',
      query: {
        metrics: [
          { name: 'cost', data_type: 'views_ads', dimensions: ['country'] },
          { name: 'orders', data_type: 'views_shop' },
        ],
        ...{ time_range: { last: 14 * 86_400 }, granularity: 86_400 },
      },
    });
    for (const colorScheme of ['light', 'dark'] as const) {
      await using window = await opened.window({ path: '/insights/explore', colorScheme });
      const { page } = window;

      await page.getByRole('button', { name: 'Views' }).press('Enter');
      await page.getByRole('menuitem', { name: 'Both', exact: true }).press('Enter');

      await page.getByText('views_shop · orders').waitFor();
      expect(
        await page
          .getByRole('textbox', { name: 'Range' })
          .or(page.getByRole('combobox', { name: 'Range' }))
          .first()
          .inputValue(),
      ).toBe('Last 14 days');
      await page.getByRole('button', { name: 'Show as table' }).press('Enter');
      const columns = page.getByRole('region', { name: 'cost, orders' }).getByRole('columnheader');
      await page.getByRole('columnheader', { name: 'orders' }).waitFor();
      expect((await columns.allInnerTexts()).slice(-2)).toEqual(['orders', 'cost · Other (3)']);
      await settled(page);
      expect(await violationsOf(page)).toEqual([]);
      expect(window.complaints).toEqual([]);
    }
  },
);

function askedBy(url: string) {
  const type = new URL(url).searchParams.get('type') ?? '';
  const start = new Date(Date.parse(`${today}T00:00:00Z`) - 27 * 86_400_000).toISOString();
  const end = new Date(Date.parse(`${today}T00:00:00Z`) + 86_400_000).toISOString();
  return {
    metrics: [{ name: 'spend', data_type: type }],
    time_range: { start, end },
    granularity: 86_400,
    time_zone: 'UTC',
  };
}
