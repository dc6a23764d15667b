import { expect, test } from 'vitest';
import { csvLine } from './csv.ts';

test('cells are quoted when they must be', () => {
  expect(csvLine(['a', 'b,c', 'say "hi"', 'two\nlines', null, 5, true])).toBe(
    'a,"b,c","say ""hi""","two\nlines",,5,true\r\n',
  );
});

test('text that begins a formula is guarded, numbers are not', () => {
  expect(csvLine(['=1+1', '+491', '-x', '@cmd', -5])).toBe("'=1+1,'+491,'-x,'@cmd,-5\r\n");
});
