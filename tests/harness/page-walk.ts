import type { Page } from 'playwright-core';
import type { Route } from '../console/routes.ts';

/** Goes to a page without loading the console anew, opens each of its dialogs and closes it: all within the page, so that a round through all of them is quick. */
export async function walkTo(page: Page, route: Route): Promise<void> {
  await page.evaluate(`(${walk})(${JSON.stringify(route)})`);
}

// Runs in the page. Whatever is waited for is looked for at each of the document's changes.
const walk = `async ({ path, heading, dialogs = [], menu = [] }) => {
  const seen = (what, look) =>
    new Promise((resolve, reject) => {
      const watch = new MutationObserver(() => decide());
      const timer = setTimeout(() => end(() => reject(new Error(path + ': ' + what + ' is not there'))), 60_000);
      const end = (settle) => {
        watch.disconnect();
        clearTimeout(timer);
        settle();
      };
      const decide = () => {
        const found = look();
        if (found) end(() => resolve(found));
      };
      watch.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
      decide();
    });
  const all = (selector) => [...document.querySelectorAll(selector)];
  const named = (selector, name) => () =>
    all(selector).find((one) => (one.getAttribute('aria-label') ?? one.textContent.trim()) === name && !one.disabled);
  const isWaiting = () =>
    document.querySelector('main [aria-busy=true]') !== null ||
    all('main [role=status]').some(({ textContent }) => textContent === 'Loading');
  const dialog = () => document.querySelector('[role=dialog]');
  const openAndClose = async (name, button) => {
    (await seen(name, button)).click();
    await seen('the dialog of ' + name, dialog);
    document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    await seen('the page without the dialog of ' + name, () => dialog() === null);
  };

  history.replaceState(null, '', path);
  await seen(heading, () => document.querySelector('main h1')?.textContent.trim() === heading && !isWaiting());
  for (const name of dialogs) await openAndClose(name, named('main button', name));
  for (const name of menu) {
    (await seen('More', named('main button', 'More'))).click();
    await openAndClose(name, named('[role=menuitem]', name));
  }
}`;
