import { isDeepStrictEqual } from 'node:util';
import { reached } from './document.ts';
import type { Document, Schema } from './document.ts';
import { eventComponents, eventEntries, eventFile } from './event-types.ts';
import { ownFields, parentOf } from './inheritance.ts';
import { typeName } from './names.ts';
import { methodsOf, resourcesOf } from './operations.ts';
import type { Params, SdkOperation, SdkResource } from './operations.ts';
import { typesOf } from './schema-types.ts';
import type { NamedSchema } from './schema-types.ts';

/** One exported type of the SDK, printed. */
export interface SdkType {
  readonly name: string;
  readonly description: string | null;
  /** `{ … }` of an interface, or the right side of a type alias. */
  readonly text: string;
  /** Whether it stands for another type, whatever its text looks like. */
  readonly isAlias: boolean;
  /** The interface it extends. */
  readonly parent: string | null;
  /** Without extension, from `generated/`. */
  readonly file: string;
  /** Names of the types it mentions. */
  readonly uses: ReadonlySet<string>;
}

/** Everything that the emitters print. */
export interface Model {
  readonly document: Document;
  readonly resources: readonly SdkResource[];
  readonly types: ReadonlyMap<string, SdkType>;
}

/** What every list takes: the interface that list params extend. */
export const pageParams = 'PageParams';

/** Where types live that resources of several domains use. */
export const sharedFile = 'schemas';

/** The model of a document. */
export async function modelOf(document: Document): Promise<Model> {
  const resources = resourcesOf(document);
  const entries = entriesOf(document, resources);
  const [twice] = entries.filter((one, index) => entries.findIndex(({ name }) => name === one.name) !== index);
  if (twice !== undefined)
    throw new Error(`two types would be named ${twice.name}: give one schema another .meta({ id })`);
  const texts = await typesOf(schemasOf(entries));
  const types = entries.map((entry): [string, SdkType] => [entry.name, typeOf(document, entry, texts)]);
  return { document, resources, types: new Map(types.sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** One type to print. */
export interface Entry extends NamedSchema {
  readonly name: string;
  readonly file: string;
  readonly parent: string | null;
  /** Printed instead of the schema. */
  readonly alias: string | null;
  /** Types that it mentions besides those that the schema refers to. */
  readonly mentions?: readonly string[];
}

function schemasOf(entries: readonly Entry[]): ReadonlyMap<string, NamedSchema> {
  return new Map(entries.map(({ name, schema, side }) => [name, { schema, side }]));
}

function typeOf(document: Document, entry: Entry, texts: ReadonlyMap<string, string>): SdkType {
  const { name, file, parent, alias, schema, mentions = [] } = entry;
  const uses = new Set([...reached(document, { allOf: childSchemas(schema) })].map(typeName));
  return {
    name,
    file,
    parent,
    description: schema.description ?? null,
    text: alias ?? texts.get(name) ?? 'unknown',
    isAlias: alias !== null,
    uses: new Set([...uses, ...mentions, ...(parent === null ? [] : [parent])].filter((used) => used !== name)),
  };
}

// The schema itself is no use of its own name, however it refers to itself.
function childSchemas(schema: Schema): readonly Schema[] {
  const { $ref: _own, ...rest } = schema;
  return [rest];
}

function entriesOf(document: Document, resources: readonly SdkResource[]): readonly Entry[] {
  const owners = ownersOf(document, resources);
  const page = pageFields(resources);
  return [
    ...componentEntries(document, owners),
    ...methodsOf(resources).flatMap(([resource, { params }]) =>
      params === null ? [] : [paramsEntry(params, { resource, page })],
    ),
    ...methodsOf(resources).flatMap(([resource, operation]) => unnamedAnswers(document, resource, operation)),
    ...eventEntries(document),
    { name: pageParams, schema: page, side: 'input', file: sharedFile, parent: null, alias: null },
  ];
}

/** Components that every call can meet. */
const everywhere = ['Page', 'Problem'] as const;

interface Owners {
  readonly side: 'input' | 'output';
  readonly files: ReadonlySet<string>;
}

/** For every component that a method reaches: the files that use it, and whether callers only write it. */
function ownersOf(document: Document, resources: readonly SdkResource[]): ReadonlyMap<string, Owners> {
  const found = new Map<string, Owners>();
  const visit = (schema: Schema, file: string, side: Owners['side']) => {
    for (const name of reached(document, schema)) {
      const known = found.get(name);
      const files = new Set([...(known?.files ?? []), file]);
      found.set(name, { side: known?.side === 'output' ? 'output' : side, files });
    }
  };
  for (const [{ file }, operation] of methodsOf(resources)) {
    for (const schema of answerSchemas(document, operation)) visit(schema, file, 'output');
  }
  for (const [{ file }, { params }] of methodsOf(resources)) if (params !== null) visit(params.schema, file, 'input');
  for (const name of eventComponents(document))
    if (!found.has(name)) found.set(name, { side: 'output', files: new Set([eventFile]) });
  for (const name of everywhere) visit({ $ref: `#/components/schemas/${name}` }, sharedFile, 'output');
  return found;
}

/** What an answer is made of. Pages are the runtime's: of theirs, the items and the further fields count. */
function answerSchemas(document: Document, { answer }: SdkOperation): readonly Schema[] {
  if (answer.kind === 'json' || answer.kind === 'upload') return [answer.schema];
  if (answer.kind === 'stream') return [{ $ref: `#/components/schemas/${answer.item}` }];
  if (answer.kind !== 'page') return [];
  const { page: _page, ...fields } = document.components.schemas[answer.whole]?.properties ?? {};
  return Object.values(fields);
}

function componentEntries(document: Document, owners: ReadonlyMap<string, Owners>): readonly Entry[] {
  const entries = [...owners].map(([name, { side, files }]) => ({
    name: typeName(name),
    schema: document.components.schemas[name] ?? {},
    side,
    file: fileOf(name, [...files].sort()),
  }));
  return entries.map((entry) => {
    const parent = parentOf(
      entry,
      entries.filter(({ side, file }) => side === entry.side && file === entry.file),
    );
    if (parent === null) return { ...entry, parent: null, alias: null };
    return { ...entry, schema: ownFields(entry.schema, parent.schema), parent: parent.name, alias: null };
  });
}

/** The one file that uses a component, else the domain's or everyone's `schemas`. */
function fileOf(name: string, files: readonly string[]): string {
  const [first = sharedFile] = files;
  if (files.length === 1) return first;
  const domains = new Set(files.map((file) => file.split('/')[0]));
  return domains.size === 1 ? `${[...domains][0]}/${sharedFile}` : sharedFile;
}

/** Pages with further fields become an interface of just those fields. */
function unnamedAnswers(document: Document, { file }: SdkResource, { answer }: SdkOperation): readonly Entry[] {
  if (answer.kind === 'json' && answer.schema.$ref === undefined) {
    return [{ name: answer.type, schema: answer.schema, side: 'output', file, parent: null, alias: null }];
  }
  if (answer.kind !== 'page' || answer.more.length === 0) return [];
  const { properties = {}, required = [] } = document.components.schemas[answer.whole] ?? {};
  const schema: Schema = {
    type: 'object',
    properties: Object.fromEntries(Object.entries(properties).filter(([name]) => answer.more.includes(name))),
    required: required.filter((name) => answer.more.includes(name)),
  };
  return [{ name: answer.whole, schema, side: 'output', file, parent: null, alias: null }];
}

/** The three fields that every list takes, as the first list has them. */
function pageFields(resources: readonly SdkResource[]): Schema {
  const [, list] = methodsOf(resources).find(([, { answer }]) => answer.kind === 'page') ?? [];
  const properties = Object.entries(list?.params?.schema.properties ?? {});
  return { type: 'object', properties: Object.fromEntries(properties.filter(([name]) => isPageField(name))) };
}

function isPageField(name: string): boolean {
  return name === 'limit' || name === 'cursor' || name === 'include_total';
}

function paramsEntry({ type, schema }: Params, { resource, page }: { resource: SdkResource; page: Schema }): Entry {
  const entry = { name: type, schema, side: 'input', file: resource.file, parent: null, alias: null } as const;
  const properties = schema.properties ?? {};
  const pageNames = Object.keys(page.properties ?? {});
  if (pageNames.length > 0 && pageNames.every((name) => isDeepStrictEqual(properties[name], page.properties?.[name]))) {
    const own = Object.fromEntries(Object.entries(properties).filter(([name]) => !pageNames.includes(name)));
    return { ...entry, schema: { ...schema, properties: own }, parent: pageParams };
  }
  const create = resource.operations.find(({ verb }) => verb === 'create')?.params;
  if (create !== null && create !== undefined && create.type !== type && isPartial(schema, create.schema)) {
    return { ...entry, alias: `Partial<${create.type}>` };
  }
  return entry;
}

/** Whether `schema` is `whole` with nothing required. */
function isPartial(schema: Schema, whole: Schema): boolean {
  const plain = ({ properties = {} }: Schema) => Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1));
  return (schema.required ?? []).length === 0 && isDeepStrictEqual(plain(schema), plain(whole));
}
