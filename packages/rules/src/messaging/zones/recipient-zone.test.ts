import { expect, test } from 'vitest';
import { zonesFor } from './recipient-zone.ts';

const where = { contactZone: 'Europe/Rome', phone: '+14155551234', campaignZone: 'Asia/Tokyo', workspaceZone: 'UTC' };

test("the contact's own zone comes first", () => {
  expect(zonesFor(where)).toEqual(['Europe/Rome']);
});

test("without it, the number's zones", () => {
  expect(zonesFor({ ...where, contactZone: null })).toEqual(['America/Los_Angeles']);
});

test("a number tied to no place falls back to the campaign's zone, then the workspace's", () => {
  const nowhere = { ...where, contactZone: null, phone: '+8816123456' };

  expect(zonesFor(nowhere)).toEqual(['Asia/Tokyo']);
  expect(zonesFor({ ...nowhere, campaignZone: null })).toEqual(['UTC']);
});

test('a name that is no time zone is passed over', () => {
  expect(zonesFor({ ...where, contactZone: 'Rome' })).toEqual(['America/Los_Angeles']);
});
