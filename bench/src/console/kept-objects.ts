import type { CDPSession } from 'playwright-core';

// What a page's own code makes and holds. The rest is the engine's: compiled code, shapes of objects, the document's layout.
const kinds = new Set([
  ...['object', 'closure', 'array', 'regexp', 'bigint', 'symbol', 'number'],
  ...['string', 'concatenated string', 'sliced string'],
]);

/** How many MB of a page's heap are objects, functions and text that it holds, by a heap snapshot. */
export async function keptMb(devtools: CDPSession): Promise<number> {
  const chunks: string[] = [];
  const take = ({ chunk }: { readonly chunk: string }) => void chunks.push(chunk);
  devtools.on('HeapProfiler.addHeapSnapshotChunk', take);
  await devtools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  devtools.off('HeapProfiler.addHeapSnapshotChunk', take);
  return keptBytes(JSON.parse(chunks.join('')) as Snapshot) / 1e6; // the format of V8's snapshots
}

/** V8's format: nodes are numbers in a row, as many each as there are fields. */
interface Snapshot {
  readonly snapshot: {
    readonly meta: { readonly node_fields: readonly string[]; readonly node_types: readonly (readonly string[])[] };
  };
  readonly nodes: readonly number[];
}

function keptBytes({ snapshot: { meta }, nodes }: Snapshot): number {
  const [type, size] = [meta.node_fields.indexOf('type'), meta.node_fields.indexOf('self_size')];
  const names = meta.node_types[0] ?? [];
  let bytes = 0;
  for (let node = 0; node < nodes.length; node += meta.node_fields.length) {
    if (kinds.has(names[nodes[node + type] ?? -1] ?? '')) bytes += nodes[node + size] ?? 0;
  }
  return bytes;
}
