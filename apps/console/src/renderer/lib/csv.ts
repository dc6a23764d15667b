/**
 * The records of a CSV text (RFC 4180), as its pieces arrive: quoted fields may hold separators, line ends and doubled quotes.
 * Lines without anything are left out.
 */
export async function* csvRecords(pieces: AsyncIterable<string>, separator = ','): AsyncGenerator<readonly string[]> {
  let record: string[] = [];
  let field = '';
  let state: 'plain' | 'quoted' | 'quote in quoted' = 'plain';
  const endField = () => {
    record.push(field);
    field = '';
    state = 'plain';
  };
  for await (const piece of pieces) {
    for (const char of piece) {
      if (state === 'quoted') {
        if (char === '"') state = 'quote in quoted';
        else field += char;
      } else if (state === 'quote in quoted' && char === '"') {
        field += char;
        state = 'quoted';
      } else if (char === '"' && field === '') state = 'quoted';
      else if (char === separator) endField();
      else if (char === '\n') {
        endField();
        if (record.length > 1 || record[0] !== '') yield record;
        record = [];
      } else if (char !== '\r') field += char;
    }
  }
  endField();
  if (record.length > 1 || record[0] !== '') yield record;
}

/** The separator of a CSV text, told by its first line: a comma, a semicolon or a tab. */
export function separatorOf(firstLine: string): string {
  const counted = [',', ';', '\t'].map((each) => ({ each, count: firstLine.split(each).length }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).each;
}

/** A field's value: a number where it is written as one, nothing where it is empty, else the text. An id such as `007` stays text. */
export function csvValue(text: string): string | number | undefined {
  if (text === '') return undefined;
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : text;
}
