import { expect, test } from 'vitest';
import { networkOf } from './networks.ts';

test('an IPv4 address counts for itself, also when it comes as IPv6', () => {
  expect(networkOf('192.0.2.7')).toBe('192.0.2.7');
  expect(networkOf('::ffff:192.0.2.7')).toBe('192.0.2.7');
});

test('IPv6 addresses of one /64 count together, however they are written', () => {
  const network = '2001:db8:0:1::/64';

  expect(networkOf('2001:db8:0:1::7')).toBe(network);
  expect(networkOf('2001:0DB8:0000:0001:aaaa:bbbb:cccc:dddd')).toBe(network);
  expect(networkOf('2001:db8:0:2::7')).not.toBe(network);
  expect(networkOf('::1')).toBe('0:0:0:0::/64');
  expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
});

test('what is no address counts for itself', () => {
  expect(networkOf('unix:')).toBe('unix:');
});
