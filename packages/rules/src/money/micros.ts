/** Millionths of a currency unit, in which money is kept and summed, from the number that stands on the wire. */
export function microsOf(amount: number): bigint {
  return BigInt(Math.round(amount * microsPerUnit));
}

/** The wire's number of an amount in millionths. Exact up to nine billion units; past that, to the nearest number there is. */
export function amountOf(micros: bigint): number {
  return Number(micros) / microsPerUnit;
}

const microsPerUnit = 1_000_000;
