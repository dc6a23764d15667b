import { header, path } from './emit-types.ts';
import { exceptions, runtimeResources } from './exceptions.ts';
import type { Model } from './model.ts';
import { pascal } from './names.ts';
import type { SdkResource } from './operations.ts';
import { comment } from './schema-types.ts';

/** The names of the domains that have methods, sorted. */
export function domainsOf(model: Model): readonly string[] {
  return [...new Set(model.resources.filter((resource) => hasClass(resource)).map(({ domain }) => domain))];
}

/** The entry of one domain, `@marquee/sdk/messaging`: its class, its resources' classes and its types. */
export function emitDomain(model: Model, domain: string): string {
  const resources = model.resources.filter((resource) => resource.domain === domain);
  const branches = branchesOf(resources);
  const own = resources.find(({ name }) => name === null);
  const types = emitTypeExports(model, domain, (file) => file.startsWith(`${domain}/`));
  if (branches.length === 0 && own !== undefined) {
    return [header, `export { ${own.className} } from '${path(domain, own.file)}';`, types, ''].join('\n');
  }
  const runtime = path(domain, '../core/resource');
  const base =
    own === undefined
      ? { className: 'Resource', from: runtime }
      : { className: own.className, from: path(domain, own.file) };
  return [
    header,
    `import { ${base.className} } from '${base.from}';`,
    `import type { Transport } from '${runtime}';`,
    ...branches.map(({ className, from }) => `import { ${className} } from '${path(domain, from)}';`),
    '',
    comment(`\`marquee.${domain}\``),
    `export class ${pascal(domain)} extends ${base.className} {`,
    ...branches.map(({ name, className }) => `  readonly ${name}: ${className};`),
    '',
    ...constructorOf(
      branches.map(({ name, className }) => [name, className]),
      true,
    ),
    '}',
    '',
    `export { ${branches
      .map(({ className }) => className)
      .sort()
      .join(', ')} };`,
    types,
    '',
  ].join('\n');
}

function constructorOf(fields: readonly (readonly [string, string])[], isDerived: boolean): readonly string[] {
  return [
    '  constructor(client: Transport) {',
    ...(isDerived ? ['    super(client);'] : []),
    ...fields.map(([name, className]) => `    this.${name} = new ${className}(client);`),
    '  }',
  ];
}

/** A resource below a domain: its generated class, or the runtime's that extends it. */
interface Branch {
  readonly name: string;
  readonly className: string;
  readonly from: string;
}

function branchesOf(resources: readonly SdkResource[]): readonly Branch[] {
  return resources.flatMap((resource) => {
    if (resource.name === null) return [];
    const own = runtimeResources[`${resource.domain}.${resource.name}`];
    if (own !== undefined) return [{ name: resource.name, ...own }];
    return hasClass(resource) ? [{ name: resource.name, className: resource.className, from: resource.file }] : [];
  });
}

function hasClass({ operations }: SdkResource): boolean {
  return operations.some(({ name }) => exceptions[name] === undefined);
}

function emitTypeExports(model: Model, from: string, isWanted: (file: string) => boolean): string {
  const wanted = [...model.types.values()].filter(({ file }) => isWanted(file));
  return [...Map.groupBy(wanted, ({ file }) => file)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([file, types]) => `export type { ${types.map(({ name }) => name).join(', ')} } from '${path(from, file)}';`)
    .join('\n');
}

/** Every type of the SDK, for its main entry. */
export function emitAllTypes(model: Model): string {
  return `${header}\n${emitTypeExports(model, 'types', () => true)}\n`;
}

/** The base class of the whole client: one field a domain. */
export function emitRoot(model: Model): string {
  const domains = domainsOf(model);
  const from = path('resources', '../core/resource');
  return [
    header,
    `import type { Transport } from '${from}';`,
    ...domains.map((domain) => `import { ${pascal(domain)} } from '${path('resources', domain)}';`),
    '',
    '/** Every operation as `domain.resource.verb`. */',
    'export abstract class ResourceTree {',
    ...domains.map((domain) => `  readonly ${domain}: ${pascal(domain)};`),
    '',
    ...constructorOf(
      domains.map((domain) => [domain, pascal(domain)]),
      false,
    ),
    '}',
    '',
  ].join('\n');
}
