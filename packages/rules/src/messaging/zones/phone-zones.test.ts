import { expect, test } from 'vitest';
import { areaZones, northAmericanZones } from './area-code-zones.ts';
import { countryZones } from './country-code-zones.ts';
import { isE164, maskPhone, zonesOfPhone } from './phone-zones.ts';

test('a number of one zone has that zone', () => {
  expect(zonesOfPhone('+4915112345678')).toEqual(['Europe/Berlin']);
  expect(zonesOfPhone('+14155551234')).toEqual(['America/Los_Angeles']);
  expect(zonesOfPhone('+12125551234')).toEqual(['America/New_York']);
  expect(zonesOfPhone('+18765551234')).toEqual(['America/Jamaica']);
});

test('an area code or country that crosses zones lists them all', () => {
  expect(zonesOfPhone('+18505551234')).toEqual(['America/New_York', 'America/Chicago']);
  expect(zonesOfPhone('+34612345678')).toContain('Atlantic/Canary');
  expect(zonesOfPhone('+61412345678').length).toBeGreaterThan(5);
});

test('the longest known prefix wins', () => {
  expect(zonesOfPhone('+77011234567')).toContain('Asia/Almaty');
  expect(zonesOfPhone('+79161234567')).toContain('Europe/Moscow');
  expect(zonesOfPhone('+61289123456')).toEqual(['Australia/Sydney', 'Australia/Lord_Howe']);
  expect(zonesOfPhone('+5592912345678')).toEqual(['America/Manaus']);
});

test('toll-free and unknown area codes may be anywhere in the United States and Canada', () => {
  expect(zonesOfPhone('+18005551234')).toBe(northAmericanZones);
  expect(zonesOfPhone('+1555')).toBe(northAmericanZones);
});

test('a number tied to no place, or no number, has no zone', () => {
  expect([zonesOfPhone('+8816123456'), zonesOfPhone('+80012345678'), zonesOfPhone('4155551234')]).toEqual([[], [], []]);
});

test('every zone in the tables is one the runtime knows', () => {
  const zones = new Set([...areaZones.values(), ...countryZones.values(), northAmericanZones].flat());

  expect(() => [...zones].forEach((timeZone) => new Intl.DateTimeFormat('en', { timeZone }))).not.toThrow();
});

test('E.164 is a plus and 2 to 15 digits without a leading zero', () => {
  expect(['+14155551234', '+12', '+123456789012345'].every(isE164)).toBe(true);
  expect(['14155551234', '+0123', '+1', '+1234567890123456', '+1 415', '+14155551234\n', ''].some(isE164)).toBe(false);
});

test('phones in a text are masked but for their last digits', () => {
  expect(maskPhone('to +14155551234, from %2B4915112345678')).toBe('to +*******1234, from %2B*********5678');
  expect(maskPhone('+1 (415) 555-1234')).toBe('+*******1234');
  expect(maskPhone('+12345')).toBe('+***45');
});

test('instants, offsets and ids are not taken for phones', () => {
  const text = '2026-03-15T09:00:00+02:00 01890a5d-ac96-774b-bcce-b302099a8057 +1000';

  expect(maskPhone(text)).toBe(text);
});
