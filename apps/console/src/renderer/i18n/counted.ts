/** A number, as it is written, with its word: `1 row`, `1,250 rows`. */
export function counted(count: string, one: string, many: string): string {
  return `${count} ${count === '1' ? one : many}`;
}
