import { exceptions } from '../exceptions.ts';
import { answerOf, errorCodes } from './answers.ts';
import type { Answer } from './answers.ts';
import { resolve } from './document.ts';
import type { Document, DocumentOperation, Parameter, Schema } from './document.ts';
import { basesOf } from './type-bases.ts';
import { kebab, pascal } from './names.ts';

/** The flat object of query and body fields that a method takes after its path parameters. */
export interface Params {
  /** Name of its interface. */
  readonly type: string;
  readonly schema: Schema;
  readonly isRequired: boolean;
  readonly in: 'query' | 'body';
}

/** One operation as a method of the SDK. */
export interface SdkOperation {
  /** `messaging.campaigns.create` */
  readonly name: string;
  readonly verb: string;
  readonly method: string;
  /** Below the server's prefix, with `{parameters}`. */
  readonly path: string;
  readonly declared: DocumentOperation;
  readonly pathParameters: readonly Parameter[];
  readonly params: Params | null;
  readonly answer: Answer;
  /** The codes it can refuse with besides those that any call can meet. */
  readonly errors: readonly string[];
}

/** The operations of one contract file: one class. */
export interface SdkResource {
  readonly domain: string;
  /** Null for the operations that hang on the domain itself, such as `auth.login`. */
  readonly name: string | null;
  /** What its types are named after: `Campaign` for `messaging.campaigns`. */
  readonly base: string;
  readonly className: string;
  /** Without extension, from `generated/`. */
  readonly file: string;
  readonly operations: readonly SdkOperation[];
}

/** Every resource of a document, sorted by domain and name; operations keep the order list, get, create, update, delete, others. */
export function resourcesOf(document: Document): readonly SdkResource[] {
  const groups = [...Map.groupBy(declaredIn(document), ({ declared }) => groupOf(declared.operationId))];
  const bases = basesOf(document, groups);
  const found = groups
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map((group) => resourceOf(document, bases.get(group[0]) ?? group[0], group));
  // A domain with operations of its own and resources below is one class that extends the other.
  const isSplit = (one: SdkResource) =>
    one.name === null && found.some(({ domain, name }) => domain === one.domain && name !== null);
  return found.map((one) => (isSplit(one) ? { ...one, className: `${one.className}Operations` } : one));
}

/** Every method of a document with the resource it belongs to. */
export function methodsOf(resources: readonly SdkResource[]): readonly (readonly [SdkResource, SdkOperation])[] {
  return resources.flatMap((resource) => resource.operations.map((operation) => [resource, operation] as const));
}

/** An operation and where the document has it. */
export interface Declared {
  readonly method: string;
  readonly path: string;
  readonly declared: DocumentOperation;
}

/** The operations of one resource, by its dotted name. */
export type Group = readonly [string, readonly Declared[]];

function declaredIn(document: Document): readonly Declared[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, declared]) => ({ method: method.toUpperCase(), path, declared })),
  );
}

function groupOf(name: string): string {
  return name.slice(0, name.lastIndexOf('.'));
}

function resourceOf(document: Document, base: string, [group, found]: Group): SdkResource {
  const [domain = '', name = null] = group.split('.');
  const methods = found.filter(({ declared }) => exceptions[declared.operationId]?.by !== 'other door');
  return {
    domain,
    name,
    base,
    className: pascal(name ?? domain),
    file: `${domain}/${kebab(name ?? domain)}`,
    operations: methods.map((one) => operationOf(document, base, one)).sort(byVerb),
  };
}

function operationOf(document: Document, base: string, found: Declared): SdkOperation {
  const { method, path, declared } = found;
  const verb = declared.operationId.slice(declared.operationId.lastIndexOf('.') + 1);
  const parameters = declared.parameters ?? [];
  const exception = exceptions[declared.operationId];
  const type = exception?.by === 'runtime' ? exception.params : `${base}${pascal(verb)}Params`;
  return {
    name: declared.operationId,
    verb,
    method,
    path,
    declared,
    pathParameters: pathOrder(path).map((name) => named(parameters, name)),
    params: paramsOf(document, found, type),
    answer: answerOf(document, declared, `${base}${pascal(verb)}Answer`),
    errors: errorCodes(declared),
  };
}

function pathOrder(path: string): readonly string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
}

function named(parameters: readonly Parameter[], name: string): Parameter {
  const found = parameters.find((parameter) => parameter.in === 'path' && parameter.name === name);
  if (found === undefined) throw new Error(`the document does not describe the path parameter ${name}`);
  return found;
}

// A change of nothing is a mistake, though the server takes it.
function isChange({ method }: Declared): boolean {
  return method === 'PUT' || method === 'PATCH';
}

function paramsOf(document: Document, operation: Declared, type: string): Params | null {
  const { declared } = operation;
  const query = (declared.parameters ?? []).filter((parameter) => parameter.in === 'query');
  const json = declared['x-kind'] === 'raw' ? undefined : declared.requestBody?.content['application/json']?.schema;
  const body = json === undefined ? undefined : resolve(document, json);
  if (query.length > 0 && body !== undefined) throw new Error(`${declared.operationId} has both a query and a body`);
  const schema = body ?? { type: 'object', ...fieldsOf(query) };
  if (Object.keys(schema.properties ?? {}).length === 0) return null;
  const isRequired = (schema.required ?? []).length > 0 || isChange(operation);
  return { type, schema, isRequired, in: body === undefined ? 'query' : 'body' };
}

function fieldsOf(query: readonly Parameter[]): Pick<Schema, 'properties' | 'required'> {
  const properties = query.map(({ name, description, schema }): [string, Schema] => [
    name,
    description === undefined ? schema : { ...schema, description },
  ]);
  const required = query.filter((parameter) => parameter.required).map(({ name }) => name);
  return { properties: Object.fromEntries(properties), ...(required.length === 0 ? {} : { required }) };
}

const verbOrder = ['list', 'get', 'create', 'update', 'delete'];

function byVerb(a: SdkOperation, b: SdkOperation): number {
  const place = ({ verb }: SdkOperation) => (verbOrder.includes(verb) ? verbOrder.indexOf(verb) : verbOrder.length);
  return place(a) - place(b) || (a.verb < b.verb ? -1 : 1);
}
