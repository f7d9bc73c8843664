import { problem } from '../errors/problem.ts';

export const servicesMissing = problem(
  'services_missing',
  400,
  'Incorrect format of request URI or Requested services are missing.',
  'The parameter `services` of a schema document or WSDL is missing or not a list of service names.',
);
export const serviceUnknown = problem(
  'service_unknown',
  404,
  'Requested service is not available: "%1"',
  'A schema document or WSDL is asked for with a service that does not exist.',
  { rendered: true },
);
