import type { ErrorDetail, MessageParameters, WebapiError } from '../errors/problem.ts';
import { SOAP_12 } from './envelope.ts';
import { headerNotUnderstood, versionMismatch } from './errors.ts';
import { element, escapeText, XML_DECLARATION } from './xml-writer.ts';

const text = (name: string, value: string): string => element(name, {}, escapeText(value));

/**
 * A SOAP 1.2 fault as recorded: `env:Sender` for what the caller can mend, else `env:Receiver`, apart from the
 * codes that SOAP has for its envelope; the message with its
 * placeholders, the parameters in a `GenericFault`, those without a name counted from 1 (behaviour I6).
 */
export function writeFault(error: WebapiError, namespace: string): string {
  const detail = [
    wrap('m:Parameters', parametersOf(error.parameters)),
    wrap('m:WrappedErrors', error.errors.map(wrappedError).join('')),
  ].join('');
  const fault =
    element('env:Code', {}, text('env:Value', faultCode(error))) +
    element('env:Reason', {}, element('env:Text', { 'xml:lang': 'en' }, escapeText(error.message))) +
    wrap('env:Detail', wrap('m:GenericFault', detail));
  const body = element('env:Body', {}, element('env:Fault', {}, fault));
  return `${XML_DECLARATION}${element('env:Envelope', { 'xmlns:env': SOAP_12, 'xmlns:m': namespace }, body)}\n`;
}

const faultCode = ({ code, status }: WebapiError): string =>
  code === headerNotUnderstood.code
    ? 'env:MustUnderstand'
    : code === versionMismatch.code
      ? 'env:VersionMismatch'
      : status < 500
        ? 'env:Sender'
        : 'env:Receiver';

/** Nothing around nothing. */
const wrap = (name: string, content: string): string => (content === '' ? '' : element(name, {}, content));

function parametersOf(parameters: MessageParameters | undefined): string {
  if (parameters === undefined) return '';
  const entries = Array.isArray(parameters)
    ? parameters.map((value: unknown, index) => [String(index + 1), value] as const)
    : Object.entries(parameters);
  return entries
    .map(([key, value]) => element('m:GenericFaultParameter', {}, text('m:key', key) + text('m:value', shown(value))))
    .join('');
}

const wrappedError = ({ message, parameters }: ErrorDetail): string =>
  element('m:WrappedError', {}, text('m:message', message) + wrap('m:parameters', parametersOf(parameters)));

const shown = (value: unknown): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '');
