import { AttributeType } from '../contract/framework-types.ts';
import { camelCase } from '../contract/naming.ts';
import type { Parameters } from '../contract/service.ts';
import { type DataType, list, type WireType } from '../contract/wire-types.ts';
import type { XmlElement } from './xml-reader.ts';

/**
 * The arguments of a call in the shapes of decoded JSON, for the same decoder that REST uses: fields of objects by
 * name, lists from their `<item>` elements or from repeated elements, null for `xsi:nil`, all else text.
 */
export function readArguments(request: XmlElement, parameters: Parameters): Record<string, unknown> {
  return readFields(request, (name) => {
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    return parameter === undefined ? null : { key: name, type: parameter.type };
  });
}

/** What is known of the field that an element names; null for an unknown one, which is read as it comes. */
type LookUp = (name: string) => { readonly key: string; readonly type: WireType } | null;

function readFields({ children }: XmlElement, lookUp: LookUp): Record<string, unknown> {
  const fields = new Map<string, { type: WireType | null; elements: XmlElement[] }>();
  for (const child of children) {
    const known = lookUp(child.name);
    const key = known?.key ?? child.name;
    const field = fields.get(key);
    if (field === undefined) fields.set(key, { type: known?.type ?? null, elements: [child] });
    else field.elements.push(child);
  }
  return Object.fromEntries(Array.from(fields, ([key, { type, elements }]) => [key, readRepeated(elements, type)]));
}

/** Some clients repeat the element instead of putting items into one. */
function readRepeated(elements: readonly XmlElement[], type: WireType | null): unknown {
  const [first, ...more] = elements;
  if (first === undefined) return null;
  if (more.length === 0) return readValue(first, type);
  if (type?.kind === 'list') return elements.map((element) => readValue(element, type.item));
  return type === null || type.kind === 'mixed'
    ? elements.map((element) => readValue(element, null))
    : readValue(elements.at(-1) as XmlElement, type);
}

function readValue(element: XmlElement, type: WireType | null): unknown {
  if (element.nil) return null;
  const isLeaf = element.children.length === 0;
  switch (type?.kind) {
    case 'list':
      return isLeaf ? (element.text.trim() === '' ? [] : element.text) : readItems(element, type.item);
    case 'data':
      return isLeaf ? {} : readFields(element, fieldsOf(type));
    case 'int':
    case 'float':
    case 'bool':
      // XML Schema collapses white space around these (part 2, section 4.3.6); nothing is no value.
      return isLeaf ? element.text.trim() || null : readAnything(element);
    default:
      return readAnything(element);
  }
}

const readItems = (element: XmlElement, item: WireType): unknown[] =>
  element.children.map((child) => readValue(child, item));

function readAnything(element: XmlElement): unknown {
  if (element.nil) return null;
  if (element.children.length === 0) return element.text;
  if (element.children.every(({ name }) => name === 'item')) return element.children.map(readAnything);
  return readFields(element, () => null);
}

const compiled = new WeakMap<DataType, LookUp>();

/** Fields by their camelCase name; snake_case is understood too. */
function fieldsOf(type: DataType): LookUp {
  const known = compiled.get(type);
  if (known !== undefined) return known;
  const fields = new Map<string, { key: string; type: WireType }>();
  for (const [key, field] of Object.entries(type.fields)) {
    fields.set(key, { key, type: field.type });
    fields.set(camelCase(key), { key, type: field.type });
  }
  if (type.customAttributes) {
    const entry = { key: 'custom_attributes', type: list(AttributeType) };
    fields.set(entry.key, entry);
    fields.set(camelCase(entry.key), entry);
  }
  const lookUp: LookUp = (name) => fields.get(name) ?? null;
  compiled.set(type, lookUp);
  return lookUp;
}
