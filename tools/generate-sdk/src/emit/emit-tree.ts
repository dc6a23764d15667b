import { exceptions, runtimeClasses } from '../exceptions.ts';
import type { RuntimeClass, RuntimeClasses } from '../exceptions.ts';
import type { Model } from '../model/model.ts';
import { pascal } from '../model/names.ts';
import type { SdkResource } from '../model/operations.ts';
import { header, path } from './emit-types.ts';

/** The names of the domains that have methods, sorted. */
export function domainsOf(model: Model): readonly string[] {
  return [...new Set(model.resources.filter((resource) => hasClass(resource)).map(({ domain }) => domain))];
}

/** The entry of one domain, `@marquee/sdk/messaging`: its class, its resources' classes and its types. */
export function emitDomain(model: Model, domain: string, runtime: RuntimeClasses = runtimeClasses): string {
  const resources = model.resources.filter((resource) => resource.domain === domain);
  const branches = branchesOf(resources, runtime);
  const types = emitTypeExports(model, domain, (file) => file.startsWith(`${domain}/`));
  const own = resources.find(({ name }) => name === null);
  if (branches.length === 0 && own !== undefined) {
    return [header, `export { ${own.className} } from '${path(domain, own.file)}';`, types, ''].join('\n');
  }
  const base = baseOf(own);
  const imported = [base, ...branches].map(
    ({ className, from }) => `import { ${className} } from '${path(domain, from)}';`,
  );
  const names = branches.map(({ className }) => className).sort();
  return [
    header,
    `import type { Transport } from '${path(domain, resourceFile)}';`,
    ...imported,
    '',
    `/** \`marquee.${domain}\` */`,
    `export class ${pascal(domain)} extends ${base.className} {`,
    ...branches.map(({ name, className }) => `  readonly ${name}: ${className};`),
    '',
    '  constructor(client: Transport) {',
    '    super(client);',
    ...branches.map(({ name, className }) => `    this.${name} = new ${className}(client);`),
    '  }',
    '}',
    '',
    `export { ${names.join(', ')} };`,
    types,
    '',
  ].join('\n');
}

const resourceFile = '../calls/resource';

/** The entry of a domain whose class the runtime extends: that class with what `emitDomain` gives besides. */
export function emitRuntimeEntry(
  model: Model,
  domain: string,
  runtime: RuntimeClasses = runtimeClasses,
): string | null {
  const written = runtime.domains[domain];
  if (written === undefined) return null;
  const branches = branchesOf(
    model.resources.filter((resource) => resource.domain === domain),
    runtime,
  );
  const file = entryOf(domain, runtime);
  return [
    header,
    `export { ${written.className} } from '${path(file, written.from)}';`,
    ...branches.map(({ className, from }) => `export { ${className} } from '${path(file, from)}';`),
    emitTypeExports(model, file, (one) => one.startsWith(`${domain}/`)),
    '',
  ].join('\n');
}

/** The file that `@marquee/sdk/<domain>` is, from `generated/`. */
export function entryOf(domain: string, { domains }: RuntimeClasses = runtimeClasses): string {
  return domains[domain] === undefined ? domain : `${domain}-entry`;
}

/** What a domain's class extends: the class of its own operations, or that of every resource. */
function baseOf(own: SdkResource | undefined): RuntimeClass {
  return own === undefined
    ? { className: 'Resource', from: resourceFile }
    : { className: own.className, from: own.file };
}

/** A resource below a domain: its generated class, or the runtime's that extends it. */
interface Branch extends RuntimeClass {
  readonly name: string;
}

function branchesOf(resources: readonly SdkResource[], runtime: RuntimeClasses): readonly Branch[] {
  return resources.flatMap((resource) => {
    const { domain, name, className, file } = resource;
    if (name === null) return [];
    const written = runtime.resources[`${domain}.${name}`];
    if (written !== undefined) return [{ name, ...written }];
    return hasClass(resource) ? [{ name, className, from: file }] : [];
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
export function emitRoot(model: Model, { domains, transport }: RuntimeClasses = runtimeClasses): string {
  const classes = domainsOf(model).map((domain) => ({
    domain,
    className: pascal(domain),
    from: domain,
    ...domains[domain],
  }));
  return [
    header,
    `import type { ${transport.className} } from '${path('resources', transport.from)}';`,
    ...classes.map(({ className, from }) => `import { ${className} } from '${path('resources', from)}';`),
    '',
    '/** Every operation as `domain.resource.verb`. */',
    'export abstract class ResourceTree {',
    ...classes.map(({ domain, className }) => `  readonly ${domain}: ${className};`),
    '',
    `  constructor(client: ${transport.className}) {`,
    ...classes.map(({ domain, className }) => `    this.${domain} = new ${className}(client);`),
    '  }',
    '}',
    '',
  ].join('\n');
}
