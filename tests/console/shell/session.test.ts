import { afterAll, beforeAll, expect, test } from 'vitest';
import { browserPath } from '../../harness/console/browser.ts';
import { openConsole, signIn, type OpenConsole } from '../../harness/console/console.ts';
import { owner } from '../../harness/serving.ts';

let opened: OpenConsole;

beforeAll(async () => {
  if (browserPath !== undefined) opened = await openConsole();
}, 240_000);

afterAll(async () => opened?.[Symbol.asyncDispose]());

test.skipIf(browserPath === undefined)('a link into the console is followed after signing in', async () => {
  await using window = await opened.window({ path: '/audiences/contacts?consent=STOP', isSignedIn: false });
  const { page } = window;

  await signIn(page);

  await page.getByRole('heading', { level: 1, name: 'Contacts' }).waitFor();
  expect(new URL(page.url()).search).toBe('?consent=STOP');
  expect(window.complaints).toEqual([]);
});

test.skipIf(browserPath === undefined)(
  'a link elsewhere in `next` leads to the overview and nowhere else',
  async () => {
    await using window = await opened.window({ path: '/sign-in?next=//example.com/stolen', isSignedIn: false });

    await signIn(window.page);

    await window.page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    expect(new URL(window.page.url()).origin).toBe(opened.serving.baseUrl);
  },
);

test.skipIf(browserPath === undefined)(
  'a wrong password is told in the server’s words, and an empty one before anything is sent',
  async () => {
    await using window = await opened.window({ path: '/sign-in', isSignedIn: false });
    const { page } = window;

    await page.getByLabel('E-mail').fill(owner.email);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Fill this in').waitFor();
    expect(window.complaints).toEqual([]);

    await page.getByLabel('Password', { exact: true }).fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('The e-mail address or the password is wrong').waitFor();
  },
);

test.skipIf(browserPath === undefined)(
  'a reload and a second window go on with the session; no script can read what keeps it',
  async () => {
    await using window = await opened.window();
    const { page } = window;

    await page.reload();
    await page.getByRole('navigation').waitFor();
    const second = await page.context().newPage();
    await Promise.all([page.reload(), second.goto(opened.serving.baseUrl)]);

    await Promise.all([page.getByRole('navigation').waitFor(), second.getByRole('navigation').waitFor()]);
    const [cookie] = await page.context().cookies();
    expect(cookie).toMatchObject({ name: 'marquee_refresh', httpOnly: true, sameSite: 'Strict' });
    expect(await page.evaluate('document.cookie')).toBe('');
    expect(await page.evaluate('JSON.stringify({ ...localStorage })')).toBe('{"marquee.session":"yes"}');
    expect(window.complaints).toEqual([]);
  },
);

test.skipIf(browserPath === undefined)('signing out ends the session of every window on this device', async () => {
  await using window = await opened.window();
  const { page } = window;

  await page.getByRole('button', { name: 'Account of' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in to Marquee' }).waitFor();

  await page.goto(`${opened.serving.baseUrl}/settings/members`);
  await page.getByRole('heading', { name: 'Sign in to Marquee' }).waitFor();
  expect(await page.context().cookies()).toEqual([]);
});

test.skipIf(browserPath === undefined)(
  'a session that ended elsewhere asks to sign in again and goes on at the same place',
  async () => {
    await using window = await opened.window({ path: '/settings/members' });
    const { page } = window;
    await page.getByRole('heading', { level: 1, name: 'Members' }).waitFor();
    const elsewhere = await page.context().newPage();
    await elsewhere.goto(opened.serving.baseUrl);
    await elsewhere.getByRole('button', { name: 'Account of' }).click();
    await elsewhere.getByRole('button', { name: 'Sign out' }).click();
    await elsewhere.getByRole('heading', { name: 'Sign in to Marquee' }).waitFor();

    await page.getByText('Your session is over.').waitFor();
    await signIn(page);

    await page.getByRole('heading', { level: 1, name: 'Members' }).waitFor();
  },
);

test.skipIf(browserPath === undefined)('somebody new makes a workspace and is in it', async () => {
  await using window = await opened.window({ path: '/register', isSignedIn: false });
  const { page } = window;

  await page.getByLabel('Your name').fill('Grace Example');
  await page.getByLabel('E-mail').fill('grace@example.com');
  await page.getByLabel('Password', { exact: true }).fill('the sea is calm tonight');
  await page.getByLabel('Workspace name').fill('Compilers');
  await page.getByRole('button', { name: 'Create an account' }).click();

  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  await page.getByRole('button', { name: 'Compilers' }).waitFor();
  expect(window.complaints).toEqual([]);
});

test.skipIf(browserPath === undefined)('asking for a new password says where to look, whoever asks', async () => {
  await using window = await opened.window({ path: '/forgot-password', isSignedIn: false });
  const { page } = window;

  await page.getByLabel('E-mail').fill('nobody@example.com');
  await page.getByRole('button', { name: 'Send the link' }).click();

  await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
});
