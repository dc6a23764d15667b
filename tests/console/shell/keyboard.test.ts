import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { browserPath } from '../../harness/console/browser.ts';
import { openConsole, type OpenConsole } from '../../harness/console/console.ts';
import { owner } from '../../harness/serving.ts';

let opened: OpenConsole;

beforeAll(async () => {
  if (browserPath !== undefined) opened = await openConsole();
}, 240_000);

afterAll(async () => opened?.[Symbol.asyncDispose]());

test.skipIf(browserPath === undefined)('from the sign-in to a contact with consent, without a mouse', async () => {
  await using window = await opened.window({ path: '/sign-in', isSignedIn: false });
  const { page } = window;
  const { keyboard } = page;
  await page.getByLabel('E-mail').waitFor();

  await tabTo(page, 'E-mail');
  await keyboard.type(owner.email);
  await tabTo(page, 'Password');
  await keyboard.type(owner.password);
  await keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();

  await keyboard.press('g');
  await keyboard.press('c');
  await page.getByRole('heading', { level: 1, name: 'Contacts' }).waitFor();
  await tabTo(page, 'Add contact');
  await keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Add a contact' }).waitFor();
  await expect.poll(() => focused(page)).toBe('Phone number');
  await keyboard.type('+14155550001');
  await keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  await tabTo(page, '+14155550001');
  await keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: '+14155550001' }).waitFor();
  await tabTo(page, 'Edit');
  await keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Edit contact' }).waitFor();
  await keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await expect.poll(() => focused(page)).toBe('Edit');

  await keyboard.press('Control+k');
  await page.getByRole('combobox').waitFor();
  await keyboard.type('api keys');
  await page.getByRole('option', { name: /^API keys/ }).waitFor();
  await keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'API keys' }).waitFor();
  await keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  expect(window.complaints).toEqual([]);
});

test.skipIf(browserPath === undefined)(
  'the first stop of the keyboard skips the navigation, and rows are walked with arrows',
  async () => {
    for (const phone_e164 of ['+15550000001', '+15550000002', '+15550000003']) {
      await opened.api.messaging.contacts.create.mutate({ phone_e164, consent_state: 'OPT_OUT' });
    }
    await using window = await opened.window({ path: '/audiences/contacts?search=%2B1555000' });
    const { page } = window;
    await page.getByRole('link', { name: '+15550000003' }).focus();

    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => focused(page)).toBe('+15550000001');

    await page.reload();
    await page.getByRole('link', { name: '+15550000003' }).waitFor();
    await page.evaluate('document.body.focus(); document.activeElement.blur()');
    await page.getByRole('link', { name: 'Skip to content' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('content');
  },
);

const nameOf = `(at) => {
  const label = at.labels?.[0]?.textContent ?? at.getAttribute('aria-label') ?? at.textContent ?? '';
  return label.replace(/ ?\\*$/, '').trim();
}`;

const nameOfFocus = `(${nameOf})(document.activeElement)`;

/** Whether there is something of this name to come to. */
const isThere = `(name) => [...document.querySelectorAll('a[href], button, input, textarea')]
  .some((at) => (${nameOf})(at) === name && at.checkVisibility())`;

async function focused(page: Page): Promise<string> {
  return String(await page.evaluate(nameOfFocus));
}

/** Presses Tab until something of this name has the focus; whoever looks for it sees it first. */
async function tabTo(page: Page, name: string): Promise<void> {
  await page.waitForFunction(isThere, name);
  const passed: string[] = [];
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press('Tab');
    passed.push(await focused(page));
    if (passed.at(-1) === name) return;
  }
  throw new Error(`Tab never came to ${name}: ${passed.join(', ')}`);
}
