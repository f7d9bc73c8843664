import { phpNumber } from '../contract/php-numbers.ts';

/**
 * Encodes an answer as XML (behaviour F26, bytes as recorded): root `<response>`, entries of lists `<item>`, two blanks
 * of indentation, booleans `true` and `false`; null, empty text and empty lists are empty elements. Characters beyond
 * ASCII become references, since the declaration names no encoding; those that XML 1.0 forbids are left out.
 */
export function encodeXml(value: unknown): string {
  return `<?xml version="1.0"?>\n${element('response', value, '')}`;
}

function element(name: string, value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) {
    const text = textOf(value);
    return text === '' ? `${indent}<${name}/>\n` : `${indent}<${name}>${text}</${name}>\n`;
  }
  const deeper = `${indent}  `;
  let content = '';
  if (Array.isArray(value)) {
    for (const item of value) content += element('item', item, deeper);
  } else {
    for (const [key, entry] of Object.entries(value)) content += element(elementName(key), entry, deeper);
  }
  return content === '' ? `${indent}<${name}/>\n` : `${indent}<${name}>\n${content}${indent}</${name}>\n`;
}

function textOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return escapeText(value);
    case 'number':
      return phpNumber(value);
    case 'boolean':
      return value ? 'true' : 'false';
    default:
      return '';
  }
}

const SPECIAL = /[^\t\n\x20-%'-;=?-\x7f]/;
const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\r': '&#13;',
};

function escapeText(text: string): string {
  if (!SPECIAL.test(text)) return text;
  return text.replace(
    /[&<>\r]|[^\t\n\x20-\x7f]/gu,
    (character) => REFERENCES[character] ?? reference(character.codePointAt(0) as number),
  );
}

/** A character reference, or nothing for what is no character of XML 1.0 (section 2.2). */
function reference(code: number): string {
  const allowed = code >= 0x80 && !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfffe && code !== 0xffff;
  return allowed ? `&#x${code.toString(16).toUpperCase()};` : '';
}

const MAX_NAMES = 5000;
const names = new Map<string, string>();

/** Keys recur in every entry of a list, so their cleaned forms are kept. */
function elementName(key: string): string {
  const known = names.get(key);
  if (known !== undefined) return known;
  if (names.size >= MAX_NAMES) names.clear();
  const name = cleanName(key);
  names.set(key, name);
  return name;
}

/** Blanks and colons become underscores, whatever else is no ASCII name character goes, a bad start gets `item_` in front. */
function cleanName(key: string): string {
  const name = key.replace(/[\s:]/g, '_').replace(/[^\w.-]/g, '');
  return /^[A-Za-z_]/.test(name) ? name : `item_${name}`;
}
