// Writing XML as text. What goes in as content is markup already; values pass through `escapeText` first.

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element; without content it is an empty one. Attributes without a value are left out. */
export function element(name: string, attributes: Attributes = {}, content = ''): string {
  let start = name;
  for (const [attribute, value] of Object.entries(attributes))
    if (value !== undefined) start += ` ${attribute}="${escapeAttribute(String(value))}"`;
  return content === '' ? `<${start}/>` : `<${start}>${content}</${name}>`;
}

const FORBIDDEN =
  /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const REFERENCES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };
const IN_ATTRIBUTE: Readonly<Record<string, string>> = { ...REFERENCES, '"': '&quot;', '\n': '&#10;', '\t': '&#9;' };

/** Text as the content of an element; characters that XML 1.0 forbids are left out (section 2.2). */
export const escapeText = (text: string): string =>
  text.replace(FORBIDDEN, '').replace(/[&<>\r]/g, (character) => REFERENCES[character] as string);

/** Text as the value of an attribute between double quotes. */
export const escapeAttribute = (text: string): string =>
  text.replace(FORBIDDEN, '').replace(/[&<>"\r\n\t]/g, (character) => IN_ATTRIBUTE[character] as string);

export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
