import { AttributeType } from '../contract/framework-types.ts';
import { camelCase } from '../contract/naming.ts';
import { list, type WireType } from '../contract/wire-types.ts';
import { element, escapeText } from './xml-writer.ts';

/**
 * A projected value as an element: fields in camelCase, entries of lists as `<item>`, nothing for an empty list or
 * object, `xsi:nil` where null is no text.
 */
export function writeValue(name: string, type: WireType, value: unknown): string {
  if (value === null || value === undefined) return nothing(name, type);
  switch (type.kind) {
    case 'list':
      return element(
        name,
        {},
        Array.isArray(value) ? value.map((item) => writeValue('item', type.item, item)).join('') : '',
      );
    case 'data':
      return element(name, {}, writeFields(type.fields, value));
    case 'mixed':
      return writeAnything(name, value);
    default:
      return element(name, {}, scalar(value));
  }
}

const ATTRIBUTES = list(AttributeType);

function writeFields(fields: Readonly<Record<string, { readonly type: WireType }>>, value: unknown): string {
  // "Object or nothing" without an object is projected to an empty list.
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return '';
  let content = '';
  for (const [key, entry] of Object.entries(value)) {
    const type = fields[key]?.type ?? (key === 'custom_attributes' ? ATTRIBUTES : null);
    content += type === null ? writeAnything(camelCase(key), entry) : writeValue(camelCase(key), type, entry);
  }
  return content;
}

function writeAnything(name: string, value: unknown): string {
  if (Array.isArray(value)) return element(name, {}, value.map((item) => writeAnything('item', item)).join(''));
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([key]) => /^[A-Za-z_][\w.-]*$/.test(key));
    return element(name, {}, entries.map(([key, entry]) => writeAnything(camelCase(key), entry)).join(''));
  }
  return element(name, {}, scalar(value));
}

const nothing = (name: string, { kind }: WireType): string =>
  kind === 'int' || kind === 'float' || kind === 'bool' ? element(name, { 'xsi:nil': 'true' }) : element(name);

const scalar = (value: unknown): string =>
  typeof value === 'string' ? escapeText(value) : value === null || value === undefined ? '' : String(value);
