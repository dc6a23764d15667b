import { expect, test } from 'vitest';
import { fillWhatsappText, whatsappTemplateFaults, whatsappVariableCount } from './whatsapp-template.ts';

const partsOf = (change: object) =>
  whatsappTemplateFaults({ name: 'spring_1', body: 'Hi {{1}}', ...change }).map(({ part }) => part);

test.each([
  [{}, []],
  [{ name: 'Spring' }, ['name']],
  [{ name: 'a'.repeat(513) }, ['name']],
  [{ body: 'x'.repeat(1024), header: 'x'.repeat(60), footer: 'x'.repeat(60) }, []],
  [{ body: 'x'.repeat(1025), header: 'x'.repeat(61), footer: 'x'.repeat(61) }, ['body', 'header', 'footer']],
  [{ body: '😀'.repeat(1024) }, []],
  [{ body: '' }, ['body']],
  [{ body: '{{2}}' }, ['body']],
  [{ header: 'For {{1}}' }, []],
  [{ header: '{{1}} {{2}}' }, ['header']],
  [{ footer: '{{1}}' }, ['footer']],
])('a template with %j has faults in %j', (change, parts) => {
  expect(partsOf(change)).toEqual(parts);
});

test.each([
  ['none', 0],
  ['{{1}} and {{2}}, again {{1}}', 2],
  ['{{2}} before {{1}}', 2],
  ['{{1}} {{3}}', null],
  ['{{0}}', null],
  ['{{01}}', null],
  ['{{name}}', null],
  ['{{1', null],
  ['{{{1}}}', 1],
])('%j has %s variables', (text, count) => {
  expect(whatsappVariableCount(text)).toBe(count);
});

test('values fill their places once, also one that looks like a variable', () => {
  expect(fillWhatsappText('{{2}}, {{1}}!', ['{{2}}', 'Hi'])).toBe('Hi, {{2}}!');
  expect(fillWhatsappText('{{1}}', [])).toBeNull();
  expect(fillWhatsappText('{{1}}', ['a', 'b'])).toBeNull();
});
