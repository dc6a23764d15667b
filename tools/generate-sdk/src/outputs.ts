import { readFile } from 'node:fs/promises';
import { format } from 'oxfmt';
import { emitExamples } from './emit/emit-examples.ts';
import { emitResource } from './emit/emit-resource.ts';
import { emitRawOperations, emitRouter } from './emit/emit-router.ts';
import { emitSnippets } from './emit/emit-snippets.ts';
import { domainsOf, emitAllTypes, emitDomain, emitRoot, emitRuntimeEntry, entryOf } from './emit/emit-tree.ts';
import { declarationsOf, header, typeImports, typesIn } from './emit/emit-types.ts';
import { exceptions } from './exceptions.ts';
import type { Document } from './model/document.ts';
import { modelOf } from './model/model.ts';
import type { Model } from './model/model.ts';
import { postmanCollection } from './reference/postman.ts';
import { documentedDomains, referenceIndex } from './reference/reference-index.ts';
import { referencePage } from './reference/reference.ts';

/** Generated files by path from the root of the repository. */
export type Files = ReadonlyMap<string, string>;

/** Folders that hold nothing but generated files: what is not generated any more is removed from them. */
export const ownFolders = ['packages/sdk/src/generated', 'tools/generate-sdk/src/generated', 'docs/reference'] as const;

/** Every file that the document gives: the same bytes for the same document. */
export async function filesOf(document: Document): Promise<Files> {
  const model = await modelOf(document);
  const files = new Map([
    ...[...sdkFiles(model)].map(([file, text]) => [`packages/sdk/src/generated/${file}.ts`, text] as const),
    ...[...referenceFiles(model)].map(([file, text]) => [`docs/reference/${file}`, text] as const),
    ['tools/generate-sdk/src/generated/examples.ts', emitExamples(model)],
    ['tools/generate-sdk/src/generated/raw-operations.ts', emitRawOperations(model)],
  ]);
  const config = JSON.parse(await readFile(new URL('../../../.oxfmtrc.json', import.meta.url), 'utf8')) as FormatConfig; // ours
  const formatted = await Promise.all(
    [...files].map(async ([file, text]) => [file, await formatCode(file, text, config)] as const),
  );
  return new Map(formatted.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function sdkFiles(model: Model): ReadonlyMap<string, string> {
  const resources = model.resources.filter((resource) => hasFile(model, resource.file));
  const written = new Set(resources.map(({ file }) => file));
  const schemaFiles = [...new Set([...model.types.values()].map(({ file }) => file))].filter(
    (file) => !written.has(file),
  );
  return new Map([
    ...resources.map((resource): [string, string] => [resource.file, emitResource(model, resource)]),
    ...schemaFiles.map((file): [string, string] => [file, emitSchemas(model, file)]),
    ...domainsOf(model).map((domain): [string, string] => [domain, emitDomain(model, domain)]),
    ...domainsOf(model).flatMap((domain): [string, string][] => {
      const entry = emitRuntimeEntry(model, domain);
      return entry === null ? [] : [[entryOf(domain), entry]];
    }),
    ['resources', emitRoot(model)],
    ['types', emitAllTypes(model)],
    ['router', emitRouter(model)],
    ['snippets', emitSnippets(model)],
  ]);
}

function referenceFiles(model: Model): ReadonlyMap<string, string> {
  return new Map([
    ['README.md', referenceIndex(model)],
    ...documentedDomains(model).map((domain): [string, string] => [`${domain}.md`, referencePage(model, domain)]),
    ['marquee.postman_collection.json', postmanCollection(model)],
  ]);
}

function hasFile({ resources, types }: Model, file: string): boolean {
  const operations = resources.find((resource) => resource.file === file)?.operations ?? [];
  return (
    operations.some(({ name }) => exceptions[name] === undefined) ||
    [...types.values()].some((type) => type.file === file)
  );
}

function emitSchemas(model: Model, file: string): string {
  const mentioned = typesIn(model, file).flatMap(({ uses }) => [...uses]);
  return [header, typeImports(model, file, mentioned), '', declarationsOf(model, file), ''].join('\n');
}

interface FormatConfig {
  readonly printWidth: number;
  readonly singleQuote: boolean;
}

async function formatCode(file: string, text: string, { printWidth, singleQuote }: FormatConfig): Promise<string> {
  if (file.endsWith('.md')) return text;
  const { code, errors } = await format(file, text, { printWidth, singleQuote });
  const [error] = errors;
  if (error !== undefined) throw new Error(`${file} cannot be formatted: ${error.message}`);
  return code;
}
