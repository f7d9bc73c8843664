import { envelopeUnknown, headerNotUnderstood, versionMismatch } from './errors.ts';
import { attributeOf, isTrue, readXml, type XmlElement } from './xml-reader.ts';
import { element, XML_DECLARATION } from './xml-writer.ts';

export const SOAP_12 = 'http://www.w3.org/2003/05/soap-envelope';
const SOAP_11 = 'http://schemas.xmlsoap.org/soap/envelope/';
/** Headers for other roles are for whoever stands between (W3C SOAP 1.2 part 1, section 2.2). */
const OUR_ROLES: readonly (string | null)[] = [null, '', `${SOAP_12}/role/next`, `${SOAP_12}/role/ultimateReceiver`];
const INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';

/**
 * Reads a SOAP 1.2 request (W3C SOAP 1.2 part 1, section 5.1). No header is understood, so that one which has to be is
 * refused (section 5.2.3) and others are not looked at.
 * @returns the element that names the operation
 * @throws envelopeUnknown, versionMismatch, headerNotUnderstood, and what `readXml` throws
 */
export function readEnvelope(bytes: Uint8Array, maxElements?: number): XmlElement {
  const envelope = readXml(bytes, maxElements);
  if (envelope.name === 'Envelope' && envelope.namespace === SOAP_11) throw versionMismatch();
  const isEnvelope = envelope.name === 'Envelope' && envelope.namespace === SOAP_12;
  const bodies = envelope.children.filter(({ name, namespace }) => name === 'Body' && namespace === SOAP_12);
  const [operation, ...more] = bodies[0]?.children ?? [];
  if (!isEnvelope || bodies.length !== 1 || operation === undefined || more.length > 0) throw envelopeUnknown();
  const header = envelope.children.find(({ name, namespace }) => name === 'Header' && namespace === SOAP_12);
  const mandatory = header?.children.find(isForUs);
  if (mandatory !== undefined) throw headerNotUnderstood([mandatory.name]);
  return operation;
}

const isForUs = (block: XmlElement): boolean =>
  isTrue(attributeOf(block, SOAP_12, 'mustUnderstand')) && OUR_ROLES.includes(attributeOf(block, SOAP_12, 'role'));

/** An envelope around what stands in its body. @param namespace of the operation's element, under the prefix `ns1` */
export const writeEnvelope = (namespace: string, body: string): string =>
  `${XML_DECLARATION}${element(
    'env:Envelope',
    { 'xmlns:env': SOAP_12, 'xmlns:ns1': namespace, 'xmlns:xsi': INSTANCE },
    element('env:Body', {}, body),
  )}\n`;
