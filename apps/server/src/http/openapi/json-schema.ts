/** The keywords of JSON schema that zod writes and the doors read. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly id?: string;
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly nullable?: boolean;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly propertyNames?: JsonSchema;
  readonly items?: JsonSchema | readonly JsonSchema[] | boolean;
  readonly prefixItems?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
}

/** Whether a definition is what `z.json()` becomes: any JSON value, spelled as a union that names itself. */
export function isAnyJson(schema: JsonSchema | undefined, ref: string | undefined): boolean {
  if (schema?.anyOf === undefined || ref === undefined) return false;
  const isSelf = (node: JsonSchema['items'] | JsonSchema['additionalProperties']) =>
    typeof node === 'object' && '$ref' in node && node.$ref === ref;
  return (
    schema.anyOf.some((option) => option.type === 'array' && isSelf(option.items)) &&
    schema.anyOf.some((option) => option.type === 'object' && isSelf(option.additionalProperties)) &&
    ['string', 'number', 'boolean', 'null'].every((type) =>
      schema.anyOf?.some((option) => [option.type].flat().includes(type)),
    )
  );
}
