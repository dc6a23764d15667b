import { expect, test } from 'vitest';
import { modelOf } from '../model/model.ts';
import { buildDocument, buildOperation } from '../testing.ts';
import { emitDomain, emitRoot, emitRuntimeEntry } from './emit-tree.ts';

const document = buildDocument({
  paths: {
    '/shop/open': { get: buildOperation('shop.open') },
    '/things': { get: buildOperation('shop.things.get') },
    '/stock': { get: buildOperation('stock.levels.get') },
    '/sign-in': { post: buildOperation('door.signIn') },
  },
});
const model = await modelOf(document);

test('a domain has its resources as fields, and its own operations as methods', () => {
  const code = emitDomain(model, 'shop');

  expect(code).toContain("import { ShopOperations } from './shop/shop.ts';");
  expect(code).toContain('export class Shop extends ShopOperations {\n  readonly things: Things;');
  expect(code).toContain('    super(client);\n    this.things = new Things(client);');
  expect(code).toContain('export { Things };');
});

test('a domain without resources is the class of its operations', () => {
  expect(emitDomain(model, 'door')).toContain("export { Door } from './door/door.ts';");
});

test('the runtime can stand in for a resource and for a domain', () => {
  const runtime = {
    resources: { 'stock.levels': { className: 'WatchedLevels', from: '../watched-levels' } },
    domains: { stock: { className: 'LiveStock', from: '../live-stock' } },
    transport: { className: 'Line', from: '../line' },
  };

  expect(emitDomain(model, 'stock', runtime)).toContain("import { WatchedLevels } from '../watched-levels.ts';");
  expect(emitDomain(model, 'stock', runtime)).toContain('readonly levels: WatchedLevels;');
  expect(emitRuntimeEntry(model, 'stock', runtime)).toContain("export { LiveStock } from '../live-stock.ts';");
  expect(emitRuntimeEntry(model, 'shop', runtime)).toBeNull();
  expect(emitRoot(model, runtime)).toContain("import { LiveStock } from '../live-stock.ts';");
  expect(emitRoot(model, runtime)).toMatch(/constructor\(client: Line\) \{[^}]*this.stock = new LiveStock\(client\);/);
});

test('the whole tree has every domain', () => {
  expect(emitRoot(model)).toMatch(/readonly door: Door;\s+readonly shop: Shop;\s+readonly stock: Stock;/);
});
