import openapiTS from 'openapi-typescript';
import type { OpenAPI3, SchemaObject } from 'openapi-typescript';
import ts from 'typescript';
import type { Schema } from './document.ts';
import { fieldDoc } from './field-docs.ts';
import { typeName } from './names.ts';

/** A schema to print, and whether callers write it or read it. */
export interface NamedSchema {
  readonly schema: Schema;
  readonly side: 'input' | 'output';
}

/**
 * The TypeScript type of every named schema: object schemas as the body of an interface, others as a type. Lists of values are
 * open, so that an older SDK can meet a newer server.
 */
export async function typesOf(schemas: ReadonlyMap<string, NamedSchema>): Promise<ReadonlyMap<string, string>> {
  const docs = new Map<ts.Node, Schema>();
  const nodes = await openapiTS(openApiOf(schemas), {
    silent: true,
    // A default makes a field optional for the caller, and inputs are what callers write.
    defaultNonNullable: false,
    transformProperty: (property, schema) => {
      docs.set(property, schema as Schema); // one keyword vocabulary, two type names
      return property;
    },
  });
  const printed = new Map<string, string>();
  for (const member of membersOf(membersOf(interfaceOf(nodes, 'components'), 'schemas'))) {
    const name = nameOf(member);
    const side = schemas.get(name)?.side ?? 'output';
    const type = ts.isPropertySignature(member) ? member.type : undefined;
    printed.set(name, print(type, { docOf: (node) => fieldDoc(docs.get(node) ?? {}, side), side }));
  }
  return printed;
}

function openApiOf(schemas: ReadonlyMap<string, NamedSchema>): OpenAPI3 {
  const plain = [...schemas].map(([name, { schema }]): [string, SchemaObject] => [name, schema as SchemaObject]); // the same JSON
  return {
    openapi: '3.1.1',
    info: { title: 'Schemas', version: '1' },
    paths: {},
    components: { schemas: Object.fromEntries(plain) },
  };
}

function interfaceOf(nodes: readonly ts.Node[], name: string): ts.NodeArray<ts.TypeElement> {
  const found = nodes.find((node) => ts.isInterfaceDeclaration(node) && node.name.text === name);
  if (found === undefined || !ts.isInterfaceDeclaration(found)) throw new Error(`openapi-typescript wrote no ${name}`);
  return found.members;
}

/** The members of an object type, or of one of its members' types. */
function membersOf(members: ts.NodeArray<ts.TypeElement>, name?: string): ts.NodeArray<ts.TypeElement> {
  if (name === undefined) return members;
  const found = members.find((member) => nameOf(member) === name);
  const type = found !== undefined && ts.isPropertySignature(found) ? found.type : undefined;
  if (type === undefined || !ts.isTypeLiteralNode(type)) throw new Error(`openapi-typescript wrote no ${name}`);
  return type.members;
}

function nameOf({ name }: ts.TypeElement): string {
  const text = name === undefined ? undefined : (quotedText(name) ?? (ts.isIdentifier(name) ? name.text : undefined));
  if (text !== undefined) return text;
  throw new Error('a member without a plain name');
}

interface Printing {
  readonly side: 'input' | 'output';
  readonly docOf: (node: ts.Node) => string | null;
}

function print(node: ts.Node | undefined, how: Printing): string {
  if (node === undefined) return 'unknown';
  if (ts.isParenthesizedTypeNode(node)) return print(node.type, how);
  if (ts.isTypeLiteralNode(node)) return printObject(node, how);
  if (ts.isUnionTypeNode(node)) return printUnion(node.types, how);
  if (ts.isIntersectionTypeNode(node)) return node.types.map((type) => bracketed(type, how)).join(' & ');
  if (ts.isArrayTypeNode(node)) return `${bracketed(node.elementType, how)}[]`;
  if (ts.isIndexedAccessTypeNode(node)) return printReference(node);
  if (ts.isTypeReferenceNode(node)) return printRecord(node, how);
  const text = quotedText(node);
  if (text !== undefined) return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  if (ts.isLiteralTypeNode(node)) return printLiteral(node.literal);
  const keyword = keywords.get(node.kind);
  if (keyword === undefined) throw new Error(`a type this emitter does not know: ${ts.SyntaxKind[node.kind]}`);
  return keyword;
}

const keywords = new Map([
  [ts.SyntaxKind.StringKeyword, 'string'],
  [ts.SyntaxKind.NumberKeyword, 'number'],
  [ts.SyntaxKind.BooleanKeyword, 'boolean'],
  [ts.SyntaxKind.UnknownKeyword, 'unknown'],
  [ts.SyntaxKind.NeverKeyword, 'never'],
]);

function printObject({ members }: ts.TypeLiteralNode, how: Printing): string {
  const [first] = members;
  if (first !== undefined && ts.isIndexSignatureDeclaration(first)) return `Record<string, ${print(first.type, how)}>`;
  return `{\n${members.map((member) => printMember(member, how)).join('\n')}\n}`;
}

function printMember(member: ts.TypeElement, how: Printing): string {
  if (!ts.isPropertySignature(member))
    throw new Error(`a member this emitter does not know: ${ts.SyntaxKind[member.kind]}`);
  const doc = how.docOf(member);
  const isOptional = member.questionToken !== undefined;
  // Callers compiled with exactOptionalPropertyTypes may still pass undefined on.
  const type = print(member.type, how) + (isOptional && how.side === 'input' ? ' | undefined' : '');
  return `${doc === null ? '' : `${comment(doc)}\n`}${keyText(nameOf(member))}${isOptional ? '?' : ''}: ${type};`;
}

function keyText(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`;
}

function printUnion(types: readonly ts.TypeNode[], how: Printing): string {
  const flat = types.map(unbracketed).flatMap((type) => (ts.isUnionTypeNode(type) ? type.types : [type]));
  const printed = [...new Set(flat.map((type) => bracketed(type, how)))];
  const isEnum = flat.some(isText) && flat.every((type) => isText(type) || isNull(type));
  if (!isEnum) return printed.join(' | ');
  const texts = printed.filter((text) => text !== 'null');
  return [...texts, '(string & {})', ...(printed.includes('null') ? ['null'] : [])].join(' | ');
}

function isText(type: ts.TypeNode): boolean {
  return quotedText(type) !== undefined;
}

/** The value of a text literal: openapi-typescript writes them as identifiers, in quotes. */
function quotedText(node: ts.Node): string | undefined {
  if (ts.isLiteralTypeNode(node)) return quotedText(node.literal);
  if (ts.isStringLiteral(node)) return node.text;
  return ts.isIdentifier(node) && node.text.startsWith('"') ? String(JSON.parse(node.text)) : undefined;
}

function isNull(type: ts.TypeNode): boolean {
  return ts.isLiteralTypeNode(type) && type.literal.kind === ts.SyntaxKind.NullKeyword;
}

function unbracketed(type: ts.TypeNode): ts.TypeNode {
  return ts.isParenthesizedTypeNode(type) ? unbracketed(type.type) : type;
}

function bracketed(type: ts.TypeNode, how: Printing): string {
  const inner = unbracketed(type);
  const text = print(inner, how);
  return ts.isUnionTypeNode(inner) || ts.isIntersectionTypeNode(inner) ? `(${text})` : text;
}

/** `components["schemas"]["Job"]` as `Job`. */
function printReference({ indexType }: ts.IndexedAccessTypeNode): string {
  const text = quotedText(indexType);
  if (text !== undefined) return typeName(text);
  throw new Error('a reference this emitter does not know');
}

function printRecord(
  { typeName: called, typeArguments = ts.factory.createNodeArray() }: ts.TypeReferenceNode,
  how: Printing,
): string {
  if (!ts.isIdentifier(called) || called.text !== 'Record') throw new Error('a reference this emitter does not know');
  return `Record<${typeArguments.map((type) => print(type, how)).join(', ')}>`;
}

function printLiteral(literal: ts.LiteralTypeNode['literal']): string {
  if (ts.isNumericLiteral(literal)) return literal.text;
  if (literal.kind === ts.SyntaxKind.NullKeyword) return 'null';
  if (literal.kind === ts.SyntaxKind.TrueKeyword) return 'true';
  if (literal.kind === ts.SyntaxKind.FalseKeyword) return 'false';
  throw new Error(`a literal this emitter does not know: ${ts.SyntaxKind[literal.kind]}`);
}

const lineWidth = 110;

/** A doc comment of the text, wrapped. Text cannot end the comment early. */
export function comment(text: string): string {
  const safe = text.replaceAll('*/', '*\\/');
  if (safe.length <= lineWidth && !safe.includes('\n')) return `/** ${safe} */`;
  const lines = safe.split('\n').flatMap(wrapped);
  return ['/**', ...lines.map((line) => (line === '' ? ' *' : ` * ${line}`)), ' */'].join('\n');
}

function wrapped(line: string): readonly string[] {
  if (line.startsWith('  ') || line.startsWith('@example') || line.length <= lineWidth) return [line];
  const lines: string[] = [];
  for (const word of line.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 1 > lineWidth) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
