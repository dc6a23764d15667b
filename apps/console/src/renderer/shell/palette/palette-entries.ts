/** One thing that can be jumped to. */
export interface Entry {
  readonly label: string;
  readonly detail?: string;
  readonly path: string;
  /** A page of the server outside the console. */
  readonly isOutside?: boolean;
}

/** The entries that hold every word of a text, those whose name begins with it first. */
export function matching(entries: readonly Entry[], text: string, most: number): readonly Entry[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const [first = ''] = words;
  const begins = ({ label }: Entry) => label.toLowerCase().startsWith(first);
  return entries
    .filter(({ label, detail = '' }) => words.every((word) => `${label} ${detail}`.toLowerCase().includes(word)))
    .sort((a, b) => Number(begins(b)) - Number(begins(a)))
    .slice(0, most);
}
