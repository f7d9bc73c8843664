import { AttributeType } from '../contract/framework-types.ts';
import { definitionName } from '../contract/naming.ts';
import { type DataType, type Field, list, type WireType } from '../contract/wire-types.ts';

/** A piece of a schema document: JSON. */
export type Json = { [key: string]: unknown };

/** Where the two kinds of document say the same thing differently. */
export interface SchemaDialect {
  /** What stands before the name of a definition in a reference. */
  readonly references: string;
  /** A value of any type. */
  readonly anything: Json;
  /** Whether fields that are only sent or only received are shown, and marked as such. */
  readonly directions: boolean;
}

/** Turns wire types into schemas, and collects the definitions that they refer to. */
export interface Definitions {
  readonly schemaOf: (type: WireType) => Json;
  /** By definition name, in the order of first use. */
  readonly all: () => Json;
}

const SCALARS = { int: 'integer', float: 'number', string: 'string', bool: 'boolean' } as const;

/** Starts an empty set of definitions. */
export function createDefinitions(dialect: SchemaDialect): Definitions {
  const definitions = new Map<string, Json>();

  const schemaOf = (type: WireType): Json => {
    switch (type.kind) {
      case 'mixed':
        return type.documentedAs === undefined ? dialect.anything : { type: type.documentedAs };
      case 'void':
        return { type: 'null' };
      case 'list':
        return { type: 'array', items: schemaOf(type.item) };
      case 'data':
        return { $ref: `${dialect.references}${define(type)}` };
      default:
        return { type: SCALARS[type.kind] };
    }
  };

  const define = (type: DataType): string => {
    const name = definitionName(type.name);
    if (definitions.has(name)) return name;
    const definition: Json = { type: 'object' };
    // Registered before its fields are looked at: types may refer to themselves.
    definitions.set(name, definition);
    const properties: Json = {};
    const required: string[] = [];
    for (const [field, declared] of Object.entries(type.fields)) {
      if (declared.writeOnly === true && !dialect.directions) continue;
      properties[field] = fieldSchema(declared);
      if (declared.required && declared.writeOnly !== true) required.push(field);
    }
    if (type.customAttributes) properties['custom_attributes'] = schemaOf(list(AttributeType));
    if (Object.keys(properties).length > 0) definition['properties'] = properties;
    if (required.length > 0) definition['required'] = required;
    return name;
  };

  const fieldSchema = (field: Field): Json => {
    const schema = schemaOf(field.type);
    const described = field.description !== undefined;
    // Swagger 2.0 ignores everything beside a reference.
    if ('$ref' in schema && !dialect.directions) return schema;
    return {
      ...schema,
      ...(described ? { description: field.description } : {}),
      ...(dialect.directions && field.readOnly === true ? { readOnly: true } : {}),
      ...(dialect.directions && field.writeOnly === true ? { writeOnly: true } : {}),
    };
  };

  return { schemaOf, all: () => Object.fromEntries(definitions) };
}
