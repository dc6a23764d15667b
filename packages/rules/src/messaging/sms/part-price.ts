/** What one SMS part costs, in millionths, by how the recipient's number begins; '' is every number's. */
export type PartPrices = ReadonlyMap<string, bigint>;

/**
 * What one part to a number costs, in millionths: the price with the longest prefix that fits; null when none does.
 *
 * Source: carriers bill each part by the recipient's country and network, which the leading digits tell (ITU-T E.164).
 */
export function partPriceOf(phoneE164: string, prices: PartPrices): bigint | null {
  for (let length = Math.min(prefixMax, phoneE164.length); length > 1; length -= 1) {
    const price = prices.get(phoneE164.slice(0, length));
    if (price !== undefined) return price;
  }
  return prices.get('') ?? null;
}

/** The plus sign and seven digits. */
const prefixMax = 8;
