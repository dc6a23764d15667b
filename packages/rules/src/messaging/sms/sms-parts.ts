/** What a text costs on the air: its alphabet, its length in that alphabet and the SMS parts it takes. */
export interface SmsCount {
  readonly encoding: 'GSM-7' | 'UCS-2';
  /** Septets for GSM-7 (extension characters count 2), UTF-16 code units for UCS-2. */
  readonly units: number;
  /** 0 for an empty text. */
  readonly parts: number;
  /** The text in NFC, as it goes on the air. */
  readonly normalised: string;
  /** The first character that forces UCS-2. */
  readonly firstNonGsm: string | null;
}

/**
 * Counts the SMS parts of a text after NFC normalisation. Pass the substituted text, never the template.
 *
 * Source: 3GPP TS 23.038 §6.2.1 (alphabet, extension table) and TS 23.040 §9.2.3.24.1 (concatenation header:
 * 160/153 septets, 70/67 UCS-2 units; neither an escape pair nor a surrogate pair straddles two parts).
 */
export function countSms(text: string): SmsCount {
  const normalised = text.normalize('NFC');
  const characters = Array.from(normalised);
  const firstNonGsm = characters.find((character) => !septets.has(character)) ?? null;
  const encoding = firstNonGsm === null ? 'GSM-7' : 'UCS-2';
  const widths = characters.map((character) =>
    encoding === 'GSM-7' ? (septets.get(character) ?? 1) : character.length,
  );
  const units = widths.reduce((sum, width) => sum + width, 0);
  const [single, chained] = encoding === 'GSM-7' ? [160, 153] : [70, 67];
  const parts = units === 0 ? 0 : units <= single ? 1 : packedParts(widths, chained);
  return { encoding, units, parts, normalised, firstNonGsm };
}

const basicAlphabet =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const extensionAlphabet = '\f^{}\\[~]|€';

const septets: ReadonlyMap<string, number> = new Map([
  ...Array.from(basicAlphabet, (character) => [character, 1] as const),
  ...Array.from(extensionAlphabet, (character) => [character, 2] as const),
]);

function packedParts(widths: readonly number[], capacity: number): number {
  let parts = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > capacity) {
      parts += 1;
      used = 0;
    }
    used += width;
  }
  return parts;
}
