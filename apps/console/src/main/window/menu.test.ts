import { expect, test } from 'vitest';
import { mainMessages } from '../main.messages.ts';
import { menuTemplate } from './menu.ts';

const options = {
  t: mainMessages.en,
  isMac: false,
  hasDevTools: false,
  chooseServer: () => undefined,
  openDocumentation: () => undefined,
  checkForUpdates: null,
};
const written = (changed: Partial<Parameters<typeof menuTemplate>[0]>) =>
  JSON.stringify(menuTemplate({ ...options, ...changed }));

test('the menu offers developer tools and updates only where there are any', () => {
  expect(written({})).not.toMatch(/toggleDevTools|Check for updates/);
  expect(written({ hasDevTools: true })).toContain('toggleDevTools');
  expect(written({ checkForUpdates: () => undefined })).toContain('Check for updates');
});

test('on macOS the application has its own menu', () => {
  expect(written({ isMac: true })).toContain('appMenu');
  expect(written({})).not.toContain('appMenu');
});
