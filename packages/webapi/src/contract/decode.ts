import {
  customAttributeWithoutCode,
  customAttributeWithoutValue,
  emptyCustomAttribute,
  fieldNotSupported,
  fieldProcessing,
  missingFields,
  typeInvalid,
} from '../errors/catalogue.ts';
import { WebapiError } from '../errors/problem.ts';
import { camelCase, pascalCase, snakeCase } from './naming.ts';
import { phpNumber, saturated, wrapped } from './php-numbers.ts';
import type { Parameters } from './service.ts';
import { type CustomAttribute, type DataType, type ListType, string, typeName, type WireType } from './wire-types.ts';

/** Reads a wire value (JSON, XML, query or SOAP) as its declared type; throws the recorded errors. */
export type Decoder = (value: unknown) => unknown;
type Plain = Readonly<Record<string, unknown>>;

/** How PHP prints a value inside a message: `true` as 1, `false` as nothing, anything composite as `array`. */
function shown(value: unknown): string {
  if (value === true) return '1';
  if (value === false) return '';
  if (typeof value === 'number') return phpNumber(value);
  return typeof value === 'object' && value !== null ? 'array' : String(value ?? '');
}
const mismatch = (value: unknown, type: WireType): WebapiError =>
  typeInvalid({ value: shown(value), type: typeName(type) });

// PHP's is_numeric: surrounding blanks, sign, decimals and exponents; no hexadecimal, no other digits.
const NUMERIC = /^[ \t\n\r\v\f]*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?[ \t\n\r\v\f]*$/;
const numeric = (value: unknown): number | null => {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return typeof value === 'string' && value.length < 400 && NUMERIC.test(value) ? Number(value) : null;
};
/** As PHP's filter for booleans: these words in any case, blanks around them ignored. */
const TRUE = /^\s*(?:1|true|on|yes)\s*$/i;
const isTrue = (value: unknown): boolean =>
  typeof value === 'string' ? TRUE.test(value) : value === true || value === 1;

const scalars: Record<'int' | 'float' | 'string' | 'bool', (type: WireType) => Decoder> = {
  int: (type) => (value) => {
    const number = numeric(value);
    if (number === null) throw mismatch(value, type);
    return typeof value === 'number' ? wrapped(number) : saturated(number);
  },
  float: (type) => (value) => {
    const number = numeric(value);
    if (number === null) throw mismatch(value, type);
    return number;
  },
  string: (type) => (value) => {
    if (typeof value === 'string') return value;
    if (typeof value === 'object') throw mismatch(value, type);
    return shown(value);
  },
  bool: (type) => (value) => {
    if (typeof value === 'object') throw mismatch(value, type);
    return isTrue(value);
  },
};

const isMap = (value: unknown): value is Plain => typeof value === 'object' && value !== null;
const compiled = new WeakMap<WireType, Decoder>();

/** Compiles the decoder of a type; one closure per type, made once. */
export function decoderOf(type: WireType): Decoder {
  const known = compiled.get(type);
  if (known !== undefined) return known;
  let ready: Decoder | undefined;
  // Types may refer to themselves through a list, so the closure is reachable before it is finished.
  compiled.set(type, (value) => (ready as Decoder)(value));
  ready = compile(type);
  compiled.set(type, ready);
  return ready;
}

function compile(type: WireType): Decoder {
  switch (type.kind) {
    case 'mixed':
      return (value) => value;
    case 'void':
      return () => undefined;
    case 'list':
      return compileList(type);
    case 'data':
      return compileData(type);
    default:
      return scalars[type.kind](type);
  }
}

function compileList(type: ListType): Decoder {
  const item = decoderOf(type.item);
  if (type.item.kind === 'data') {
    // A scalar where a list of objects is expected counts as nothing given (behaviour F15).
    return (value) => (isMap(value) ? Object.values(value).map((entry) => item(entry)) : null);
  }
  return (value) => {
    if (!isMap(value))
      throw typeInvalid({
        value:
          value === null
            ? 'NULL'
            : typeof value === 'boolean'
              ? 'boolean'
              : typeof value === 'number'
                ? Number.isInteger(value)
                  ? 'integer'
                  : 'double'
                : 'string',
        type: typeName(type),
      });
    return Object.values(value).map((entry) => castLoosely(type.item, entry));
  };
}

/** Elements of a list of simple type are cast without a check (behaviour F17). */
function castLoosely(type: WireType, value: unknown): unknown {
  switch (type.kind) {
    case 'int':
      return saturated(Number.parseFloat(shown(value)) || 0);
    case 'float':
      return Number.parseFloat(shown(value)) || 0;
    case 'string':
      return shown(value);
    case 'bool':
      return isTrue(value);
    default:
      return value;
  }
}

function compileData(type: DataType): Decoder {
  const fields = new Map(
    Object.entries(type.fields).flatMap(([name, field]) => {
      const entry = { name, readOnly: field.readOnly === true, decode: decoderOf(field.type) };
      return [
        [name, entry],
        [camelCase(name), entry],
      ] as const;
    }),
  );
  const decodeField = (key: string, value: unknown, into: Record<string, unknown>): void => {
    const field = fields.get(key) ?? fields.get(snakeCase(key));
    if (field === undefined) throw fieldNotSupported({ fieldName: pascalCase(key) });
    if (field.readOnly) {
      if (value !== null && value !== '' && value !== false) throw fieldNotSupported({ fieldName: pascalCase(key) });
      return;
    }
    try {
      into[field.name] = value === null ? null : field.decode(value);
    } catch (error) {
      throw inside(key, error);
    }
  };
  return (value) => {
    const result: Record<string, unknown> = {};
    if (!isMap(value)) return result;
    for (const key of Object.keys(value)) {
      if (type.customAttributes && (key === 'custom_attributes' || key === 'customAttributes')) {
        result['custom_attributes'] = decodeCustomAttributes(value[key]);
      } else {
        decodeField(key, value[key], result);
      }
    }
    return result;
  };
}

/** Type errors get the way to the field in front of them; other errors pass as they are. */
function inside(field: string, error: unknown): unknown {
  if (!(error instanceof WebapiError) || (error.code !== typeInvalid.code && error.code !== fieldProcessing.code))
    return error;
  return fieldProcessing({ field, reason: error.message });
}

const text = decoderOf(string);
/**
 * A simple value of a `mixed` type as text; nothing is an empty one.
 * @throws WebapiError naming the field, for a list or an object: what a client calls `toString` is no text
 */
export function simpleText(value: unknown, field: string): string {
  try {
    return value === null || value === undefined ? '' : (text(value) as string);
  } catch (error) {
    throw inside(field, error);
  }
}

/** A list of `{attribute_code, value}` (either spelling), or a map from code to value (behaviour F19). */
function decodeCustomAttributes(value: unknown): CustomAttribute[] {
  if (!isMap(value)) return [];
  if (!Array.isArray(value)) {
    return Object.entries(value).map(([attribute_code, entry]) => ({ attribute_code, value: entry }));
  }
  return value.map((entry: unknown) => {
    if (!isMap(entry) || Object.keys(entry).length === 0) throw emptyCustomAttribute();
    const code = entry['attribute_code'] ?? entry['attributeCode'];
    if (code === undefined || code === null || code === '') throw customAttributeWithoutCode();
    if (!('value' in entry)) throw customAttributeWithoutValue({ attribute_code: shown(code) });
    return { attribute_code: shown(code), value: entry['value'] };
  });
}

/** Compiles the decoder of an operation's arguments: looks each up by its camelCase, then its snake_case name. */
export function argumentsDecoder(parameters: Parameters): (input: Plain) => Record<string, unknown> {
  const list = Object.entries(parameters).map(([name, parameter]) => ({
    name,
    alias: snakeCase(name),
    required: parameter.required,
    fallback: parameter.default,
    decode: decoderOf(parameter.type),
  }));
  return (input) => {
    const result: Record<string, unknown> = {};
    let missing: string[] | undefined;
    for (const parameter of list) {
      const value = input[parameter.name] ?? input[parameter.alias] ?? null;
      // A scalar for a list of objects decodes to nothing given, which is as good as missing.
      const decoded = value === null ? null : parameter.decode(value);
      if (decoded !== null) result[parameter.name] = decoded;
      else if (parameter.required) (missing ??= []).push(parameter.name);
      else if (parameter.fallback !== undefined) result[parameter.name] = parameter.fallback;
    }
    if (missing !== undefined) throw missingFields(missing);
    return result;
  };
}
