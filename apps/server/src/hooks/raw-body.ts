import type { Refuse } from '@marquee/api/operation';

/** Reads a webhook's body whole, as the bytes that its signature covers. */
export async function bytesOf(
  body: AsyncIterable<Uint8Array>,
  { max, ctx }: { readonly max: number; readonly ctx: Refuse<'payload_too_large'> },
): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > max) ctx.fail('payload_too_large', `A callback has at most ${max} bytes.`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
