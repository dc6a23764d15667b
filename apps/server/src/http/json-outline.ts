/** Fields of one object: each costs a look-up wherever it is looked at. */
export const jsonFieldsMax = 10_000;

/** Below so many characters a text is parsed at once: that takes milliseconds, whatever it holds. */
export const shortText = 262_144;

/** A list that stands directly in the outermost object, without its brackets. */
export interface LongList {
  /** Its name in the object, as JSON. */
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Commas between its elements at which it may be cut into pieces of a moderate length. */
  readonly cuts: readonly number[];
}

/** What is known of a JSON text without parsing it. */
export interface JsonOutline {
  /** It holds an object of more fields than are taken. */
  readonly isWide: boolean;
  /** Its long lists. Exact for what is JSON; what is not has pieces that are not. */
  readonly lists: readonly LongList[];
}

const depthMax = 64;
const pieceChars = 16_384;
const stepChars = 65_536;
const [quote, backslash, comma, colon] = [34, 92, 44, 58];
const [openList, closeList, openObject, closeObject] = [91, 93, 123, 125];
const nothing: JsonOutline = { isWide: false, lists: [] };

/**
 * Looks at a long JSON text without parsing it, in steps: a million names in one object take the parser seconds, in which nobody
 * else is answered, and so do many small objects that all have other names. What is no JSON, or nests too deep, is left to the parser.
 */
export function* outlined(text: string): Generator<undefined, JsonOutline> {
  const fields = new Int32Array(depthMax + 1);
  const lists: LongList[] = [];
  let list: { name: string; from: number; cuts: number[] } | null = null;
  let [depth, last, stop] = [0, { from: 0, to: 0 }, stepChars];
  for (let at = 0; at < text.length; at += 1) {
    if (at >= stop) {
      stop = at + stepChars;
      yield;
    }
    switch (text.charCodeAt(at)) {
      case quote: {
        const from = at;
        at = endOfString(text, at);
        if (depth === 1) last = { from, to: at + 1 };
        break;
      }
      case openObject:
      case openList:
        depth += 1;
        if (depth > depthMax) return nothing;
        fields[depth] = 0;
        if (depth === 2 && text.charCodeAt(at) === openList && fields[1] !== 0)
          list = { name: text.slice(last.from, last.to), from: at + 1, cuts: [] };
        break;
      case closeObject:
      case closeList:
        if (depth === 2 && list !== null) {
          if (list.cuts.length > 0) lists.push({ ...list, to: at });
          list = null;
        }
        if (depth > 0) depth -= 1;
        break;
      case comma:
        if (depth === 2 && list !== null && at - (list.cuts.at(-1) ?? list.from) >= pieceChars) list.cuts.push(at);
        break;
      case colon: {
        const count = (fields[depth] ?? 0) + 1;
        if (count > jsonFieldsMax) return { isWide: true, lists: [] };
        fields[depth] = count;
        break;
      }
    }
  }
  return { isWide: false, lists };
}

/** Where the string that begins at `from` ends. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === backslash) at += 1;
    else if (code === quote) return at;
  }
  return text.length;
}
