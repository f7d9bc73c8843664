import { envelopeUnknown } from './errors.ts';
import { readXml, type XmlElement } from './xml-reader.ts';
import { element, XML_DECLARATION } from './xml-writer.ts';

export const SOAP_12 = 'http://www.w3.org/2003/05/soap-envelope';
const INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';

/**
 * Reads a SOAP 1.2 request (W3C SOAP 1.2 part 1, section 5.1). Headers are not looked at.
 * @returns the element that names the operation
 * @throws envelopeUnknown, and what `readXml` throws
 */
export function readEnvelope(bytes: Uint8Array): XmlElement {
  const envelope = readXml(bytes);
  const isEnvelope = envelope.name === 'Envelope' && envelope.namespace === SOAP_12;
  const bodies = envelope.children.filter(({ name, namespace }) => name === 'Body' && namespace === SOAP_12);
  const [operation, ...more] = bodies[0]?.children ?? [];
  if (!isEnvelope || bodies.length !== 1 || operation === undefined || more.length > 0) throw envelopeUnknown();
  return operation;
}

/** An envelope around what stands in its body. @param namespace of the operation's element, under the prefix `ns1` */
export const writeEnvelope = (namespace: string, body: string): string =>
  `${XML_DECLARATION}${element(
    'env:Envelope',
    { 'xmlns:env': SOAP_12, 'xmlns:ns1': namespace, 'xmlns:xsi': INSTANCE },
    element('env:Body', {}, body),
  )}\n`;
