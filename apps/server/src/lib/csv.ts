/** One cell of a CSV line; null is an empty cell. */
export type Cell = string | number | boolean | null;

/**
 * One line of CSV (RFC 4180), CRLF at its end. Text that a spreadsheet would run as a formula begins with an apostrophe.
 */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const guarded = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
