import { AttributeType } from '../contract/framework-types.ts';
import { camelCase, soapListName, soapTypeName } from '../contract/naming.ts';
import { type DataType, list, type WireType } from '../contract/wire-types.ts';
import { element, escapeText } from './xml-writer.ts';

const SIMPLE = { int: 'int', float: 'float', string: 'string', bool: 'boolean' } as const;

/** Collects the types of a WSDL; each is declared once, after what it is made of. */
export interface XsdTypes {
  /** A field or argument of a type. */
  readonly field: (name: string, type: WireType, required: boolean, description?: string) => string;
  /** A complex type of its own, made of fields that stand ready. */
  readonly declare: (name: string, fields: readonly string[]) => void;
  /** Declares a data type and all that it refers to. */
  readonly include: (type: DataType) => void;
  /** A declaration that is no type, at this place. */
  readonly add: (markup: string) => void;
  readonly text: () => string;
}

export const documentation = (text: string | undefined): string =>
  text === undefined ? '' : element('xsd:annotation', {}, element('xsd:documentation', {}, escapeText(text)));

/** Starts an empty collection. */
export function createXsdTypes(): XsdTypes {
  const declared = new Set<string>();
  let markup = '';

  const declare = (name: string, fields: readonly string[]): void => {
    declared.add(name);
    const content = fields.length === 0 ? '' : element('xsd:sequence', {}, fields.join(''));
    markup += element('xsd:complexType', { name }, content);
  };

  /** The name of a type, without and with its prefix. */
  const reference = (type: WireType): { name: string; qualified: string } => {
    switch (type.kind) {
      case 'mixed': {
        const name = type.documentedAs ?? 'anyType';
        return { name, qualified: `xsd:${name}` };
      }
      case 'list': {
        const name = declareList(type.item);
        return { name, qualified: `tns:${name}` };
      }
      case 'data': {
        include(type);
        const name = soapTypeName(type.name);
        return { name, qualified: `tns:${name}` };
      }
      case 'void':
        return { name: 'string', qualified: 'xsd:string' };
      default:
        return { name: SIMPLE[type.kind], qualified: `xsd:${SIMPLE[type.kind]}` };
    }
  };

  const declareList = (item: WireType): string => {
    const { name, qualified } = reference(item);
    const listName = soapListName(name);
    if (!declared.has(listName))
      declare(listName, [
        element('xsd:element', { name: 'item', minOccurs: 0, maxOccurs: 'unbounded', type: qualified }),
      ]);
    return listName;
  };

  const include = (type: DataType): void => {
    const name = soapTypeName(type.name);
    if (declared.has(name)) return;
    // Known before its fields are looked at: types may refer to themselves.
    declared.add(name);
    const fields = Object.entries(type.fields)
      .filter(([, { writeOnly }]) => writeOnly !== true)
      .map(([key, { type: of, required, description }]) => field(camelCase(key), of, required, description));
    if (type.customAttributes) fields.push(field('customAttributes', list(AttributeType), false));
    declare(name, fields);
  };

  /** Recorded: a list has no `maxOccurs`, and a `minOccurs` only where it may be missing. */
  const field = (name: string, type: WireType, required: boolean, description?: string): string => {
    const { qualified } = reference(type);
    const attributes =
      type.kind === 'list'
        ? { name, type: qualified, minOccurs: required ? undefined : 0 }
        : { name, minOccurs: required ? 1 : 0, maxOccurs: 1, type: qualified };
    return element('xsd:element', attributes, documentation(description));
  };

  return {
    field,
    declare,
    include,
    add: (piece) => {
      markup += piece;
    },
    text: () => markup,
  };
}
