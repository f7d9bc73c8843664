/**
 * Wire types: the vocabulary in which service contracts are written. A wire type is plain, frozen data; the compiler
 * reads it for the TypeScript type of a value (`Input`, `Output`), and at start decoders, encoders, Swagger
 * definitions and WSDL types are compiled from the same object.
 */

export interface IntType {
  readonly kind: 'int';
}
export interface FloatType {
  readonly kind: 'float';
}
export interface StringType {
  readonly kind: 'string';
}
/** `name` is the word Magento uses in its messages: PHP doc blocks say `bool` or `boolean`. */
export interface BoolType {
  readonly kind: 'bool';
  readonly name: 'bool' | 'boolean';
}
/** Any JSON value, handed through as it is (PHP's `mixed`). */
export interface MixedType {
  readonly kind: 'mixed';
  /** What the schema documents call it, where that is narrower than what is taken. */
  readonly documentedAs?: 'string';
}
/** No result; REST answers `[]`… the recorded rule for PHP's `void` and for "object or nothing". */
export interface VoidType {
  readonly kind: 'void';
}
export interface ListType<T extends WireType = WireType> {
  readonly kind: 'list';
  readonly item: T;
}
export interface DataType<F extends Fields = Fields> {
  readonly kind: 'data';
  /** The PHP interface that Magento's clients know it by, for example `Magento\Customer\Api\Data\RegionInterface`. */
  readonly name: string;
  readonly fields: F;
  /** Whether `custom_attributes` may be given and are returned (Magento's extensible EAV entities). */
  readonly customAttributes: boolean;
}

export type WireType =
  | IntType
  | FloatType
  | StringType
  | BoolType
  | MixedType
  | VoidType
  | ListType<WireType>
  | DataType<Fields>;

/** How a field of a data type behaves on the wire; what is left out has its default. */
export interface Field<T extends WireType = WireType, R extends boolean = boolean> {
  readonly type: T;
  /** true: always present in an answer (its getter cannot return null); false: left out when null. */
  readonly required: R;
  /** Has a getter only: ignored in input when empty, refused otherwise. */
  readonly readOnly?: boolean;
  /** Has a setter only: taken from input, never answered. */
  readonly writeOnly?: boolean;
  /** Only callers that hold this ACL resource see it. */
  readonly aclToSee?: string;
  readonly description?: string;
}
export type Fields = Readonly<Record<string, Field>>;

export const int: IntType = Object.freeze({ kind: 'int' });
export const float: FloatType = Object.freeze({ kind: 'float' });
export const string: StringType = Object.freeze({ kind: 'string' });
export const bool: BoolType = Object.freeze({ kind: 'bool', name: 'bool' });
export const boolean: BoolType = Object.freeze({ kind: 'bool', name: 'boolean' });
export const mixed: MixedType = Object.freeze({ kind: 'mixed' });
/** A text to the documents, as in Magento's, while lists are taken too: values of search filters. */
export const textOrList: MixedType = Object.freeze({ kind: 'mixed', documentedAs: 'string' });
export const nothing: VoidType = Object.freeze({ kind: 'void' });
export const list = <T extends WireType>(item: T): ListType<T> => Object.freeze({ kind: 'list', item });

type FieldOptions = Omit<Field, 'type' | 'required'>;
/** A field that every answer carries. */
export const required = <T extends WireType>(type: T, options: FieldOptions = {}): Field<T, true> =>
  Object.freeze({ type, required: true, ...options });
/** A field that is left out of an answer when it has no value. */
export const optional = <T extends WireType>(type: T, options: FieldOptions = {}): Field<T, false> =>
  Object.freeze({ type, required: false, ...options });

/**
 * A data object on the wire. Field names are the snake_case names that REST shows; SOAP's camelCase is derived.
 * Extension attributes are an ordinary field `extension_attributes` of a data type of their own.
 */
export function data<F extends Fields>(
  name: string,
  fields: F,
  options: { customAttributes?: boolean } = {},
): DataType<F> {
  return Object.freeze({
    kind: 'data',
    name,
    fields: Object.freeze(fields),
    customAttributes: options.customAttributes ?? false,
  });
}

/** One entry of `custom_attributes`, as REST shows it. */
export interface CustomAttribute {
  attribute_code: string;
  value: unknown;
}

type Flatten<T> = { [K in keyof T]: T[K] };
type RequiredKeys<F extends Fields> = { [K in keyof F]: F[K]['required'] extends true ? K : never }[keyof F];
type CustomAttributesIn<T> = T extends { customAttributes: true } ? { custom_attributes?: CustomAttribute[] } : unknown;

/** What an operation receives: every field may be missing, since "required" is only a hint for input. */
export type Input<T extends WireType> = T extends IntType | FloatType
  ? number
  : T extends StringType
    ? string
    : T extends BoolType
      ? boolean
      : T extends MixedType
        ? unknown
        : T extends VoidType
          ? undefined
          : T extends ListType<infer I>
            ? Input<I>[]
            : T extends DataType<infer F>
              ? Flatten<
                  { [K in keyof F]?: Input<F[K]['type']> | null } & {
                    custom_attributes?: CustomAttribute[];
                  } & CustomAttributesIn<T>
                >
              : never;

/** What an operation returns: required fields must be there, the others may be missing or null (both are left out). */
export type Output<T extends WireType> = T extends IntType | FloatType
  ? number
  : T extends StringType
    ? string
    : T extends BoolType
      ? boolean
      : T extends MixedType
        ? unknown
        : T extends VoidType
          ? undefined | null
          : T extends ListType<infer I>
            ? Output<I>[]
            : T extends DataType<infer F>
              ? Flatten<
                  { [K in RequiredKeys<F>]: Output<F[K]['type']> | null } & {
                    [K in Exclude<keyof F, RequiredKeys<F>>]?: Output<F[K]['type']> | null | undefined;
                  } & { custom_attributes?: CustomAttribute[] | undefined } & CustomAttributesIn<T>
                >
              : never;

/** The word for a type in Magento's messages: `int`, `string[]`, `\Magento\…\RegionInterface`. */
export function typeName(type: WireType): string {
  switch (type.kind) {
    case 'bool':
      return type.name;
    case 'list':
      return `${typeName(type.item)}[]`;
    case 'data':
      return `\\${type.name}`;
    default:
      return type.kind;
  }
}
