import type { Model } from '../model/model.ts';
import { methodsOf } from '../model/operations.ts';
import type { SdkOperation } from '../model/operations.ts';
import { header, typeImports } from './emit-types.ts';

/** The file of `AppRouter`: what tRPC clients are typed by, from the SDK's own interfaces. */
export function emitRouter(model: Model): string {
  return [
    header,
    trpcImports,
    typeImports(model, 'router', [...mentionedIn(model), 'Problem']),
    '',
    routerOf(model),
    '',
  ].join('\n');
}

/** The file of what raw operations take: they are in no router, and a type test compares them with the contract. */
export function emitRawOperations(model: Model): string {
  const raw = methodsOf(model.resources).filter(([, { declared }]) => declared['x-kind'] === 'raw');
  const fields = raw.map(([, operation]) => `'${operation.name}': ${inputOf(operation)};`);
  const names = raw.flatMap(([, { params }]) => (params === null ? [] : [params.type]));
  return [
    header,
    `import type { ${names.sort().join(', ')} } from '../../../../packages/sdk/src/generated/types.ts';`,
    '',
    'type Nothing = Record<string, never>;',
    '',
    '/** What raw operations take, by name. */',
    `export interface RawOperations {\n${fields.join('\n')}\n}`,
    '',
  ].join('\n');
}

const trpcImports = `import type {
  TRPCBuiltRouter,
  TRPCMutationProcedure,
  TRPCQueryProcedure,
  TRPCSubscriptionProcedure,
} from '@trpc/server';`;

function mentionedIn(model: Model): readonly string[] {
  return methodsOf(model.resources)
    .filter(([, operation]) => isProcedure(operation))
    .flatMap(([, { answer, params }]) => [
      ...(params === null ? [] : [params.type]),
      ...(answer.kind === 'json' ? [answer.type] : []),
      ...(answer.kind === 'page' ? [answer.item, 'PageInfo', ...(answer.more.length > 0 ? [answer.whole] : [])] : []),
      ...(answer.kind === 'stream' ? [answer.item] : []),
    ]);
}

// Raw bodies are not JSON and stay out of the router. The SSE stream stands for its WebSocket twin, which is the subscription.
function isProcedure({ declared, answer }: SdkOperation): boolean {
  return declared['x-kind'] === 'query' || declared['x-kind'] === 'mutation' || answer.kind === 'stream';
}

function routerOf(model: Model): string {
  return `${procedureTypes}\n\n${comment}\nexport type AppRouter = TRPCBuiltRouter<Root, ${printTree(treeOf(model))}>;`;
}

const comment =
  '/** The tRPC router of the API: the input of a procedure is the path parameters and params of the SDK method in one object. */';

const procedureTypes = `/** The error shape of every tRPC failure. */
export interface TrpcErrorShape {
  code: number;
  message: string;
  data: { code: string; httpStatus: number; path?: string; problem: Problem };
}

interface Root {
  ctx: object;
  meta: object;
  errorShape: TrpcErrorShape;
  transformer: false;
}

type Nothing = Record<string, never>;
type Listed<Item> = { items: Item[]; page: PageInfo };
type Query<Input, Output> = TRPCQueryProcedure<{ input: Input; output: Output; meta: object; errorShape: TrpcErrorShape }>;
type Mutation<Input, Output> = TRPCMutationProcedure<{ input: Input; output: Output; meta: object; errorShape: TrpcErrorShape }>;
type Subscription<Input, Item> = TRPCSubscriptionProcedure<{
  input: Input;
  output: AsyncIterable<{ id: string; data: Item }, void>;
  meta: object;
}>;`;

interface Tree {
  [name: string]: string | Tree;
}

function treeOf(model: Model): Tree {
  const tree: Tree = {};
  for (const [, operation] of methodsOf(model.resources)) {
    if (!isProcedure(operation)) continue;
    const names = operation.name.split('.');
    const verb = operation.answer.kind === 'stream' ? 'websocket' : operation.verb;
    let branch = tree;
    for (const name of names.slice(0, -1)) branch = branchOf(branch, name);
    branch[verb] = procedureOf(operation);
  }
  return tree;
}

function branchOf(tree: Tree, name: string): Tree {
  const branch = (tree[name] ??= {});
  if (typeof branch === 'string') throw new Error(`${name} is both an operation and a group`);
  return branch;
}

function printTree(tree: Tree): string {
  const fields = Object.entries(tree).map(
    ([name, node]) => `${name}: ${typeof node === 'string' ? node : printTree(node)};`,
  );
  return `{\n${fields.join('\n')}\n}`;
}

function procedureOf(operation: SdkOperation): string {
  const kind =
    operation.answer.kind === 'stream'
      ? 'Subscription'
      : operation.declared['x-kind'] === 'query'
        ? 'Query'
        : 'Mutation';
  return `${kind}<${inputOf(operation)}, ${outputOf(operation)}>`;
}

function inputOf({ params, pathParameters }: SdkOperation): string {
  const path = pathParameters.map(({ name, schema }) => `${name}: ${schema.type === 'integer' ? 'number' : 'string'}`);
  const parts = [...(path.length === 0 ? [] : [`{ ${path.join('; ')} }`]), ...(params === null ? [] : [params.type])];
  return parts.length === 0 ? 'Nothing' : parts.join(' & ');
}

function outputOf({ answer }: SdkOperation): string {
  switch (answer.kind) {
    case 'nothing':
      return 'Nothing';
    case 'page':
      return `Listed<${answer.item}>${answer.more.length > 0 ? ` & ${answer.whole}` : ''}`;
    case 'stream':
      return answer.item;
    case 'json':
    case 'upload':
      return answer.type;
    case 'download':
      throw new Error('a download is no procedure');
  }
}
