import { problem } from '../errors/problem.ts';

export const envelopeInvalid = problem(
  'soap_invalid_xml',
  400,
  'Invalid XML',
  'A SOAP request is not well-formed XML.',
);
export const doctypeRefused = problem(
  'soap_doctype',
  400,
  'Invalid XML: Detected use of illegal DOCTYPE',
  'A SOAP request holds a DOCTYPE, which could define entities.',
);
export const envelopeUnknown = problem(
  'soap_envelope',
  400,
  'The request is not a SOAP 1.2 envelope with one operation in its body.',
  'A SOAP request has no envelope of SOAP 1.2, no body, or not exactly one element in it.',
);
export const versionMismatch = problem(
  'soap_version',
  400,
  'The envelope is one of SOAP 1.1; SOAP 1.2 is spoken here.',
  'A SOAP request has an envelope of SOAP 1.1. The fault has the code `env:VersionMismatch`.',
);
export const headerNotUnderstood = problem(
  'soap_must_understand',
  400,
  'The header "%1" is not understood.',
  'A SOAP request has a header with `mustUnderstand`; none is understood. The fault has the code `env:MustUnderstand`.',
  { rendered: true },
);
export const operationNotFound = problem(
  'soap_operation_not_found',
  404,
  'Operation "%1" not found.',
  'The services named in the URL have no such operation.',
  { rendered: true },
);
export const parametersNotAllowed = problem(
  'soap_parameters_not_allowed',
  400,
  'Not allowed parameters: %1. Please use only %2 and %3.',
  'The URL of a WSDL has other parameters than `wsdl` and `services`.',
  { rendered: true },
);
