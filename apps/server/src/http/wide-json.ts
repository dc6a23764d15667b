/** Fields of one object: each costs a look-up wherever it is looked at. */
export const jsonFieldsMax = 10_000;

/** Below so many characters an object of too many fields is parsed before it is refused: that takes milliseconds. */
const shortText = 262_144;

const depthMax = 64;
const [quote, backslash, colon] = [34, 92, 58];
const [openList, closeList, openObject, closeObject] = [91, 93, 123, 125];

/**
 * Whether a long JSON text holds an object of more fields than are taken, read without being parsed: a million names in one object
 * take the parser seconds, in which nobody else is answered. What is no JSON, or nests too deep, is left to the parser to tell.
 */
export function holdsWideObject(text: string): boolean {
  if (text.length < shortText) return false;
  const fields = new Int32Array(depthMax + 1);
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case quote:
        at = endOfString(text, at);
        break;
      case openObject:
      case openList:
        depth += 1;
        if (depth > depthMax) return false;
        fields[depth] = 0;
        break;
      case closeObject:
      case closeList:
        if (depth > 0) depth -= 1;
        break;
      case colon: {
        const count = (fields[depth] ?? 0) + 1;
        if (count > jsonFieldsMax) return true;
        fields[depth] = count;
        break;
      }
    }
  }
  return false;
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
