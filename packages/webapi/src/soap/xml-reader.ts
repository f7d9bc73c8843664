import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { MAX_VALUES } from '../access/values-allowed.ts';
import { DecodingError } from '../rest/json-body.ts';
import { decodeEntities, refuseDeclarations, refuseMany, textOfBytes } from '../rest/xml-body.ts';
import { doctypeRefused, envelopeInvalid } from './errors.ts';

/** An element with its names resolved. */
export interface XmlElement {
  /** Without its prefix. */
  readonly name: string;
  /** What its prefix, or the lack of one, stands for; empty for none. */
  readonly namespace: string;
  readonly children: readonly XmlElement[];
  /** Text of its own, all pieces together. */
  readonly text: string;
  /** Those that stand in a namespace. */
  readonly attributes: readonly XmlAttribute[];
  /** Whether it says of itself that it is null (`xsi:nil`). */
  readonly nil: boolean;
}
export interface XmlAttribute {
  readonly name: string;
  readonly namespace: string;
  readonly value: string;
}

/** Its value, null where the element has none of that name. */
export const attributeOf = ({ attributes }: Pick<XmlElement, 'attributes'>, namespace: string, name: string) =>
  attributes.find((attribute) => attribute.name === name && attribute.namespace === namespace)?.value ?? null;
/** A truth value of XML Schema. */
export const isTrue = (value: string | null): boolean => value === 'true' || value === '1';

export const MAX_DEPTH = 100;
const ATTRIBUTES = ':@';
const TEXT = '#text';
const CDATA = '#cdata';
const INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  ignoreDeclaration: true,
  ignorePiTags: true,
  processEntities: false,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  textNodeName: TEXT,
  cdataPropName: CDATA,
  maxNestedTags: MAX_DEPTH,
  onDangerousProperty: (name: string) => name,
});

type Node = Readonly<Record<string, unknown>>;
/** Prefixes declared on an element, and those around it. */
interface Scope {
  readonly own: ReadonlyMap<string, string>;
  readonly around: Scope | null;
}

/**
 * Reads an XML document: no DOCTYPE, no entities but the five of XML, at most 100 levels and 200,000 elements.
 * @param bytes the document in UTF-8 @param maxElements no more than these
 * @throws envelopeInvalid, doctypeRefused, limitExceeded
 */
export function readXml(bytes: Uint8Array, maxElements = MAX_VALUES): XmlElement {
  try {
    const text = textOfBytes(bytes);
    if (/<!DOCTYPE/i.test(text)) throw doctypeRefused();
    refuseDeclarations(text);
    refuseMany(text, maxElements);
    const verdict = XMLValidator.validate(text);
    if (verdict !== true) throw new DecodingError(verdict.err.msg);
    const nodes = (parser.parse(text.replace(/^\uFEFF/, '')) as readonly Node[]).filter((node) => !isBlank(node));
    const [root] = nodes;
    if (root === undefined || nodes.length !== 1) throw new DecodingError('Not one root element.');
    return elementOf(root, NO_SCOPE);
  } catch (error) {
    if (error instanceof DecodingError) throw envelopeInvalid(undefined, { detail: error.reason });
    if (error instanceof Error && error.name === 'Error') throw envelopeInvalid(undefined, { detail: error.message });
    throw error;
  }
}

const NO_SCOPE: Scope = { own: new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]), around: null };
const NONE: readonly XmlAttribute[] = [];
const isBlank = (node: Node): boolean => TEXT in node && String(node[TEXT]).trim() === '';

function elementOf(node: Node, around: Scope): XmlElement {
  const qualified = Object.keys(node).find((key) => key !== ATTRIBUTES) ?? '';
  if (qualified === TEXT || qualified === CDATA) throw new DecodingError('Text where an element is expected.');
  const written = (node[ATTRIBUTES] ?? {}) as Readonly<Record<string, string>>;
  const scope = scopeOf(written, around);
  const { name, namespace } = resolve(qualified, scope, true);
  const children: XmlElement[] = [];
  let text = '';
  for (const child of node[qualified] as readonly Node[]) {
    if (TEXT in child) text += decodeEntities(String(child[TEXT]));
    else if (CDATA in child) for (const part of child[CDATA] as readonly Node[]) text += String(part[TEXT]);
    else children.push(elementOf(child, scope));
  }
  const attributes = attributesOf(written, scope);
  return { name, namespace, children, text, attributes, nil: isTrue(attributeOf({ attributes }, INSTANCE, 'nil')) };
}

function scopeOf(attributes: Readonly<Record<string, string>>, around: Scope): Scope {
  const own = new Map<string, string>();
  for (const [name, value] of Object.entries(attributes)) {
    const prefix = name === 'xmlns' ? '' : name.startsWith('xmlns:') ? name.slice('xmlns:'.length) : null;
    if (prefix !== null) own.set(prefix, decodeEntities(value));
  }
  return own.size === 0 ? around : { own, around };
}

function namespaceOf(prefix: string, scope: Scope): string | undefined {
  for (let at: Scope | null = scope; at !== null; at = at.around) {
    const namespace = at.own.get(prefix);
    if (namespace !== undefined) return namespace;
  }
  return undefined;
}

/** Attributes without a prefix stand in no namespace, elements in the default one (Namespaces in XML, section 6.2). */
function resolve(qualified: string, scope: Scope, isElement: boolean): { name: string; namespace: string } {
  const colon = qualified.indexOf(':');
  if (colon === -1) return { name: qualified, namespace: isElement ? (namespaceOf('', scope) ?? '') : '' };
  const namespace = namespaceOf(qualified.slice(0, colon), scope);
  if (namespace === undefined) throw new DecodingError(`The prefix of ${qualified} is not declared.`);
  return { name: qualified.slice(colon + 1), namespace };
}

function attributesOf(written: Readonly<Record<string, string>>, scope: Scope): readonly XmlAttribute[] {
  const found: XmlAttribute[] = [];
  for (const [qualified, value] of Object.entries(written))
    if (qualified.includes(':') && !qualified.startsWith('xmlns:'))
      found.push({ ...resolve(qualified, scope, false), value: decodeEntities(value) });
  return found.length === 0 ? NONE : found;
}
