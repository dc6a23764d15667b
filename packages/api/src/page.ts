import { z } from 'zod';

/** What every list takes besides its filters. */
export const pageInput = {
  limit: z.int().min(1).max(500).default(50).describe('Items in this page, 1 to 500'),
  cursor: z.string().max(1000).optional().describe('`page.next_cursor` of the page before; omit for the first page'),
  include_total: z.boolean().default(false).describe('Also count everything that matches; slower on large lists'),
};

/** What a list of things that have names takes besides. */
export const nameInput = {
  name_contains: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .optional()
    .describe('Only those whose name contains this text, in capital or small letters')
    .meta({ examples: ['spring'] }),
};

/** Where a page stands. */
export const Page = z
  .object({
    next_cursor: z.string().nullable().describe('Pass as `cursor` for the next page; null at the end'),
    limit: z.int().describe('Items a page, as asked for'),
    total: z.int().optional().describe('Everything that matches, when `include_total` was given'),
  })
  .meta({ id: 'Page' });

/** The answer of a list operation: `{ items, page }`. */
export function pageOf<Item extends z.ZodType>(item: Item, id: string) {
  return z.object({ items: z.array(item), page: Page }).meta({ id });
}
