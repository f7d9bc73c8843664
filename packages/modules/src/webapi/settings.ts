import { setting } from '@tessera/webapi';

const everywhere = ['default', 'websites', 'stores'] as const;

export const inputLimitEnabled = setting('webapi/validation/input_limit_enabled', {
  type: 'bool',
  default: false,
  label: 'Enable Input Limits',
  scopes: everywhere,
  description: 'Limits how many entries a list of objects and a page may have.',
});
export const complexArrayLimit = setting('webapi/validation/complex_array_limit', {
  type: 'int',
  default: null,
  min: 0,
  label: 'Input List Limit',
  scopes: everywhere,
  description:
    'Largest number of objects in a list of a request. Empty or 0: no limit for synchronous calls, 5000 for asynchronous ones.',
});
export const maximumPageSize = setting('webapi/validation/maximum_page_size', {
  type: 'int',
  default: null,
  min: 0,
  label: 'Maximum Page Size',
  scopes: everywhere,
  description: 'Largest page size of search criteria. Empty or 0: 300.',
});
export const defaultPageSize = setting('webapi/validation/default_page_size', {
  type: 'int',
  default: null,
  min: 0,
  label: 'Default Page Size',
  scopes: everywhere,
  description: 'Page size of search criteria that name none. Empty or 0: everything is answered.',
});

export const rateLimitEnabled = setting('webapi/rate_limit/enabled', {
  type: 'bool',
  default: false,
  label: 'Enable Rate Limits',
  description: 'Limits how many calls an integration, a user and an address may make in a period.',
});
export const rateLimitPeriod = setting('webapi/rate_limit/period', {
  type: 'int',
  default: 60,
  unit: 'seconds',
  min: 1,
  label: 'Period',
  description: 'Time in which the calls are counted.',
});
export const integrationLimit = setting('webapi/rate_limit/integration_limit', {
  type: 'int',
  default: 3000,
  min: 0,
  label: 'Calls of an Integration',
  description:
    'Calls that one integration may make in a period; 0 for any number. An integration may have a limit of its own.',
});
export const userLimit = setting('webapi/rate_limit/user_limit', {
  type: 'int',
  default: 600,
  min: 0,
  label: 'Calls of a User',
  description: 'Calls that one customer or admin user may make in a period; 0 for any number.',
});
export const addressLimit = setting('webapi/rate_limit/address_limit', {
  type: 'int',
  default: 6000,
  min: 0,
  label: 'Calls from an Address',
  description: 'Calls that may come from one address in a period, whoever makes them; 0 for any number.',
});

export const idempotencyLifetime = setting('webapi/idempotency/lifetime', {
  type: 'int',
  default: 24,
  unit: 'hours',
  min: 1,
  label: 'Idempotency Keys Kept',
  description: 'Time for which a repeated Idempotency-Key gets the first answer again.',
});

export const aggregateCalls = setting('webapi/aggregate/maximum_calls', {
  type: 'int',
  default: 100,
  min: 1,
  label: 'Calls in an Aggregate',
  description: 'Largest number of calls that one aggregate may hold.',
});
export const aggregateSize = setting('webapi/aggregate/maximum_size', {
  type: 'int',
  default: 1_048_576,
  unit: 'bytes',
  min: 1,
  label: 'Size of an Aggregate',
  description:
    'Largest size of all calls of an aggregate together, as JSON; what references bring in may be as large again.',
});
export const aggregateDepth = setting('webapi/aggregate/maximum_depth', {
  type: 'int',
  default: 10,
  min: 1,
  label: 'Depth of an Aggregate',
  description: 'Longest chain of calls of which each uses the result of the one before.',
});

export const settings = [
  inputLimitEnabled,
  complexArrayLimit,
  maximumPageSize,
  defaultPageSize,
  rateLimitEnabled,
  rateLimitPeriod,
  integrationLimit,
  userLimit,
  addressLimit,
  idempotencyLifetime,
  aggregateCalls,
  aggregateSize,
  aggregateDepth,
];
