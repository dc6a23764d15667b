/**
 * Twilio's `num_segments` of a body: GSM-7 160/153 septets, else UCS-2 70/67 units.
 * Counted apart from the product's own rule, so that one checks the other.
 */
export function segmentsOf(body: string): number {
  const characters = Array.from(body);
  const isGsm = characters.every((character) => basic.has(character) || extended.has(character));
  const [single, chained] = isGsm ? [160, 153] : [70, 67];
  const widthOf = (character: string) => (isGsm ? (extended.has(character) ? 2 : 1) : character.length);
  let segments = 1;
  let used = 0;
  let total = 0;
  for (const character of characters) {
    const width = widthOf(character);
    total += width;
    if (used + width > chained) [segments, used] = [segments + 1, 0];
    used += width;
  }
  return total <= single ? 1 : segments;
}

const basic: ReadonlySet<string> = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const extended: ReadonlySet<string> = new Set('\f^{}\\[~]|€');
