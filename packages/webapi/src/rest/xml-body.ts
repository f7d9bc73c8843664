import { isUtf8 } from 'node:buffer';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { MAX_VALUES } from '../access/values-allowed.ts';
import { limitExceeded } from '../errors/catalogue.ts';
import { DecodingError } from './json-body.ts';

/** An element or a piece of text, in the order of the document; fast-xml-parser's `preserveOrder` form. */
type XmlNode = Readonly<Record<string, unknown>>;

/** What libxml allows by default. */
const MAX_DEPTH = 256;
/** An XML document may be so much longer than it may have elements: tags alone take some 25 characters. */
const LENGTH_PER_ELEMENT = 40;
const TEXT = '#text';
const CDATA = '#cdata';

// Entities are decoded here: the parser leaves unknown ones as they are, but they make the document malformed.
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  processEntities: false,
  parseTagValue: false,
  trimValues: false,
  textNodeName: TEXT,
  cdataPropName: CDATA,
  maxNestedTags: MAX_DEPTH,
  onDangerousProperty: (name: string) => name,
});

/**
 * Decodes an XML body into the shapes of JSON (behaviour F16, F27): an element with children is an object, one whose
 * children are all `<item>` a list, repeated names a list too, all else text. The root's name and attributes do not
 * count; an empty root is `{}`.
 * @param body the document, as text or as bytes in UTF-8 @param maxElements no more than these
 * @throws DecodingError for malformed XML, a DOCTYPE, more than 256 levels, an element named like a prototype;
 *   limitExceeded for too many elements, 200,000 at most
 */
export function decodeXml(body: string | Uint8Array, maxElements = MAX_VALUES): unknown {
  const text = typeof body === 'string' ? body : textOfBytes(body);
  refuseDeclarations(text);
  refuseMany(text, maxElements);
  try {
    const verdict = XMLValidator.validate(text);
    if (verdict !== true) throw new DecodingError(verdict.err.msg);
    // Within an element of our own the parser reports what stands beside the root instead of dropping it.
    const document: readonly XmlNode[] = parser.parse(
      `<document>${text.replace(/^\uFEFF?<\?xml[^>]*\?>/, '')}</document>`,
    );
    const value = readContent(rootOf(document));
    return value === '' ? {} : value;
  } catch (error) {
    throw error instanceof DecodingError ? error : new DecodingError('The body is not XML.', { cause: error });
  }
}

/** The text of a body in UTF-8. @throws DecodingError for another encoding */
export function textOfBytes(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) throw new DecodingError('The body is not UTF-8.');
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

/** No DOCTYPE, hence no entities of the sender's making; no characters that XML forbids (XML 1.0, section 2.2). */
export function refuseDeclarations(text: string): void {
  if (/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.test(text) || !text.isWellFormed())
    throw new DecodingError('Forbidden character.');
  for (let at = text.indexOf('<!'); at !== -1; ) {
    const end = text.startsWith('<!--', at)
      ? text.indexOf('-->', at + 4)
      : text.startsWith('<![CDATA[', at)
        ? text.indexOf(']]>', at)
        : -1;
    if (end === -1) throw new DecodingError('A declaration, or something unclosed.');
    at = text.indexOf('<!', end);
  }
}

/** Elements cost a hundred times their length. @throws limitExceeded */
export function refuseMany(text: string, allowed: number): void {
  const max = Math.min(allowed, MAX_VALUES);
  // XML is read character by character, so texts cost as well.
  if (text.length > max * LENGTH_PER_ELEMENT)
    throw limitExceeded([`More than ${max * LENGTH_PER_ELEMENT} characters of XML`]);
  let count = 0;
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', at + 1)) {
    // Comments and CDATA count as well: they are read like elements.
    if (text[at + 1] !== '/' && ++count > max) throw limitExceeded([`More than ${max} elements`]);
  }
}

function rootOf(document: readonly XmlNode[]): readonly XmlNode[] {
  const beside = childrenOf(document[0] ?? {}).filter((node) => !(TEXT in node) || String(node[TEXT]).trim() !== '');
  const [root] = beside;
  if (beside.length !== 1 || root === undefined || TEXT in root || CDATA in root) {
    throw new DecodingError('Not one root element.');
  }
  return childrenOf(root);
}

function childrenOf(node: XmlNode): readonly XmlNode[] {
  for (const name in node) return node[name] as readonly XmlNode[];
  return [];
}

function readContent(nodes: readonly XmlNode[]): unknown {
  let text = '';
  let elements = 0;
  const fields = new Map<string, unknown[]>();
  for (const node of nodes) {
    // A node has one key: the name of the element, or what it is instead.
    for (const name in node) {
      if (name === TEXT) {
        text += decodeEntities(String(node[name]));
      } else if (name === CDATA) {
        for (const part of childrenOf(node)) text += String(part[TEXT]);
      } else {
        elements++;
        const value = readContent(node[name] as readonly XmlNode[]);
        const values = fields.get(name);
        if (values === undefined) fields.set(name, [value]);
        else values.push(value);
      }
    }
  }
  if (elements === 0) return text;
  const items = fields.get('item');
  if (items?.length === elements) return items;
  // Object.fromEntries makes own properties, whatever their names.
  return Object.fromEntries(Array.from(fields, ([name, values]) => [name, values.length === 1 ? values[0] : values]));
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** The five entities of XML and references to characters; any other is malformed. @throws DecodingError */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|([a-z]{1,4}));|&/g,
    (_all, decimal?: string, hex?: string, name?: string) => {
      const character =
        name === undefined
          ? characterOf(decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal))
          : ENTITIES.get(name);
      if (character === undefined) throw new DecodingError('Unknown entity.');
      return character;
    },
  );
}

function characterOf(code: number): string | undefined {
  const allowed =
    code === 9 ||
    code === 10 ||
    code === 13 ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff);
  return allowed ? String.fromCodePoint(code) : undefined;
}
