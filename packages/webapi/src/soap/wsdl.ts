import { AttributeType, ImageContent } from '../contract/framework-types.ts';
import { upperFirst } from '../contract/naming.ts';
import type { DataType } from '../contract/wire-types.ts';
import type { SoapOperation, SoapService } from './soap-services.ts';
import { element, escapeText, XML_DECLARATION } from './xml-writer.ts';
import { createXsdTypes, type XsdTypes } from './xsd-types.ts';

const FAULT = 'GenericFault';

/**
 * The WSDL 1.1 of some services: SOAP 1.2, document/literal wrapped, every name as Magento gives it (behaviour I3).
 * @param address where the services answer; also the target namespace
 * @param attributeTypes what values of custom attributes can be made of
 */
export function writeWsdl(
  services: readonly SoapService[],
  address: string,
  attributeTypes: readonly DataType[] = [],
): string {
  const types = createXsdTypes();
  declareFault(types);
  for (const type of [ImageContent, ...attributeTypes, AttributeType]) types.include(type);
  const operations = services.flatMap((service) => service.operations);
  for (const operation of operations) declareMessages(types, operation);
  const schema = element('xsd:schema', { targetNamespace: address }, types.text());
  const content = [
    element('types', {}, schema),
    message(FAULT),
    ...services.flatMap((service) => [portType(service), binding(service), port(service, address)]),
    ...operations.flatMap(({ name }) => [message(`${name}Request`), message(`${name}Response`)]),
  ];
  const namespaces = {
    xmlns: 'http://schemas.xmlsoap.org/wsdl/',
    'xmlns:wsdl': 'http://schemas.xmlsoap.org/wsdl/',
    'xmlns:tns': address,
    'xmlns:soap12': 'http://schemas.xmlsoap.org/wsdl/soap12/',
    'xmlns:xsd': 'http://www.w3.org/2001/XMLSchema',
  };
  const attributes = { ...namespaces, name: 'MagentoWSDL', targetNamespace: address };
  return `${XML_DECLARATION}${element('definitions', attributes, content.join(''))}\n`;
}

/** What every fault may carry; recorded with these names, and the capitals of two of them. */
function declareFault(types: XsdTypes): void {
  const part = (name: string, type: string): string =>
    element('xsd:element', { name, minOccurs: 1, maxOccurs: 1, type });
  const items = (type: string): string =>
    element('xsd:element', { name: 'item', minOccurs: 0, maxOccurs: 'unbounded', type: `tns:${type}` });
  const lists = (name: string, type: string): string =>
    element('xsd:element', { name, type: `tns:${type}`, minOccurs: 0 });
  types.add(element('xsd:element', { name: FAULT, type: `tns:${FAULT}` }));
  types.declare('GenericFaultParameter', [part('key', 'xsd:string'), part('value', 'xsd:string')]);
  types.declare('ArrayOfGenericFaultParameter', [items('GenericFaultParameter')]);
  types.declare('WrappedError', [part('message', 'xsd:string'), lists('parameters', 'ArrayOfGenericFaultParameter')]);
  types.declare('ArrayOfWrappedError', [items('WrappedError')]);
  types.declare(FAULT, [
    element('xsd:element', { name: 'Trace', minOccurs: 0, maxOccurs: 1, type: 'xsd:string' }),
    lists('Parameters', 'ArrayOfGenericFaultParameter'),
    lists('WrappedErrors', 'ArrayOfWrappedError'),
  ]);
}

function declareMessages(types: XsdTypes, { name, parameters, returns }: SoapOperation): void {
  const fields = Object.entries(parameters).map(([argument, { type, required }]) =>
    types.field(argument, type, required),
  );
  declareMessage(types, `${name}Request`, fields);
  declareMessage(types, `${name}Response`, returns.kind === 'void' ? [] : [types.field('result', returns, true)]);
}

function declareMessage(types: XsdTypes, name: string, fields: readonly string[]): void {
  types.add(element('xsd:element', { name, type: `tns:${upperFirst(name)}` }));
  types.declare(upperFirst(name), fields);
}

const message = (name: string): string =>
  element('message', { name }, element('part', { name: 'messageParameters', element: `tns:${name}` }));

const portType = ({ name, operations }: SoapService): string =>
  element('portType', { name: `${name}PortType` }, operations.map(portOperation).join(''));

const portOperation = ({ name, description }: SoapOperation): string =>
  element(
    'operation',
    { name },
    (description === undefined ? '' : element('documentation', {}, escapeText(description))) +
      element('input', { message: `tns:${name}Request` }) +
      element('output', { message: `tns:${name}Response` }) +
      element('fault', { name: FAULT, message: `tns:${FAULT}` }),
  );

const binding = ({ name, operations }: SoapService): string =>
  element(
    'binding',
    { name: `${name}Binding`, type: `tns:${name}PortType` },
    element('soap12:binding', { style: 'document', transport: 'http://schemas.xmlsoap.org/soap/http' }) +
      operations.map(boundOperation).join(''),
  );

const LITERAL = element('soap12:body', { use: 'literal' });
const boundOperation = ({ name }: SoapOperation): string =>
  element(
    'operation',
    { name },
    element('soap12:operation', { soapAction: name }) +
      element('input', {}, LITERAL) +
      element('output', {}, LITERAL) +
      element('fault', { name: FAULT }, element('soap12:fault', { use: 'literal', name: FAULT })),
  );

const port = ({ name }: SoapService, address: string): string =>
  element(
    'service',
    { name: `${name}Service` },
    element(
      'port',
      { name: `${name}Port`, binding: `tns:${name}Binding` },
      element('soap12:address', { location: address }),
    ),
  );
