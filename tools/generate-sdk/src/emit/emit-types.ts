import type { Model, SdkType } from '../model/model.ts';
import { comment } from '../model/schema-types.ts';

/** The first line of every generated file. */
export const header = '// Made from the contract by `npm run generate`; do not edit.\n';

/** The declarations of the types that live in a file. */
export function declarationsOf(model: Model, file: string): string {
  return typesIn(model, file).map(declare).join('\n\n');
}

/** The types that live in a file, sorted by name. */
export function typesIn({ types }: Model, file: string): readonly SdkType[] {
  return [...types.values()].filter((type) => type.file === file);
}

/** The import lines of a file for the types of other files that it mentions, from where it is in `generated/`. */
export function typeImports(model: Model, file: string, mentioned: Iterable<string>): string {
  const foreign = [...new Set(mentioned)]
    .flatMap((name) => model.types.get(name) ?? [])
    .filter((type) => type.file !== file);
  const byFile = Map.groupBy(foreign, (type) => type.file);
  return [...byFile]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([from, types]) =>
        `import type { ${types
          .map(({ name }) => name)
          .sort()
          .join(', ')} } from '${path(file, from)}';`,
    )
    .join('\n');
}

/** The relative path from one file of `generated/` to another; `../` leads out of it. */
export function path(from: string, to: string): string {
  const folder = from.slice(0, from.lastIndexOf('/') + 1);
  const target = to.startsWith(folder) ? to.slice(folder.length) : `${'../'.repeat(folder.split('/').length - 1)}${to}`;
  return `${target.startsWith('../') ? '' : './'}${target}.ts`;
}

function declare({ name, text, parent, description, isAlias }: SdkType): string {
  const doc = description === null ? '' : `${comment(description)}\n`;
  const body = text === 'Record<string, never>' && parent !== null ? '{}' : text;
  if (isAlias || !body.startsWith('{')) return `${doc}export type ${name} = ${body};`;
  return `${doc}export interface ${name} ${parent === null ? '' : `extends ${parent} `}${body}`;
}
