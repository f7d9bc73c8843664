import {
  boolean,
  data,
  float,
  int,
  list,
  maybe,
  operation,
  optional,
  required,
  SearchCriteria,
  searchResults,
  service,
  string,
} from '@tessera/webapi';

/** One call, as the access log has it. */
export const AccessEntry = data('Tessera\\Activity\\Api\\Data\\AccessEntryInterface', {
  id: required(int),
  occurred_at: required(string),
  caller_kind: required(string),
  method: required(string),
  route: required(string, { description: 'Template of the route; none where nothing matched.' }),
  status: required(int),
  milliseconds: required(float),
  remote_address: required(string),
  reason: optional(string, { description: 'Why it was refused.' }),
});
export const AccessEntries = searchResults(
  'Tessera\\Activity\\Api\\Data\\AccessEntrySearchResultsInterface',
  AccessEntry,
);

const NUMBERS = {
  calls: required(int),
  refused: required(int, { description: 'Answered with 4xx.' }),
  errors: required(int, { description: 'Answered with 5xx.' }),
  p95: optional(float, { description: 'Milliseconds that 95 % of the calls did not exceed.' }),
};
/** Numbers of one stretch of time. */
export const ActivityPoint = data('Tessera\\Activity\\Api\\Data\\ActivityPointInterface', {
  at: required(string),
  ...NUMBERS,
});
/** Numbers of one integration, with its calls along the time. */
export const IntegrationActivity = data('Tessera\\Activity\\Api\\Data\\IntegrationActivityInterface', {
  integration_id: required(int),
  name: required(string),
  ...NUMBERS,
  series: required(list(int), { description: 'Calls by point.' }),
});
export const ActivitySummary = data('Tessera\\Activity\\Api\\Data\\ActivitySummaryInterface', {
  hours: required(int),
  seconds_per_point: required(int),
  ...NUMBERS,
  points: required(list(ActivityPoint)),
  integrations: required(list(IntegrationActivity), { description: 'The busiest first, at most twenty.' }),
});
export const IntegrationUse = data('Tessera\\Activity\\Api\\Data\\IntegrationUseInterface', {
  integration_id: required(int),
  last_used_at: optional(string, { description: 'Absent where it has not called yet.' }),
  has_access: required(boolean, { description: 'Whether it has an access token that was not revoked.' }),
  expires_at: optional(string, {
    description: 'When the last of its access tokens ends or has ended; absent where one never does.',
  }),
});

/** Ours: what integrations and others do with the API. */
export const ActivityManagement = service('Tessera\\Activity\\Api\\ActivityManagementInterface', {
  getAccessLog: operation(
    { id: int, searchCriteria: SearchCriteria },
    AccessEntries,
    'Calls of an integration, the last first.',
  ),
  getSummary: operation({ hours: maybe(int) }, ActivitySummary, 'Calls of the last hours, 24 without a number.'),
  getUse: operation(
    { ids: string },
    list(IntegrationUse),
    'When integrations called last and when their access ends; ids are separated by commas, at most 500.',
  ),
});

const Parameter = data('Tessera\\Activity\\Api\\Data\\SignatureParameterInterface', {
  name: required(string),
  value: required(string),
});
const Verdict = data('Tessera\\Activity\\Api\\Data\\SignatureVerdictInterface', {
  code: required(string),
  text: required(string),
  certain: required(boolean, { description: 'Proven, and not only likely.' }),
});
const Difference = data('Tessera\\Activity\\Api\\Data\\SignatureDifferenceInterface', {
  part: required(string),
  position: required(int),
  ours: required(string),
  clients: required(string),
  text: required(string),
});
export const SignatureExplanation = data('Tessera\\Activity\\Api\\Data\\SignatureExplanationInterface', {
  matches: required(boolean),
  rule: optional(string),
  parameters: required(list(Parameter)),
  protocol_error: optional(string),
  timestamp: required(string),
  base_string_rfc5849: required(string),
  base_string_magento: required(string),
  difference: optional(Difference),
  verdicts: required(list(Verdict)),
});

/** Ours: says why a signature is refused. Neither secrets nor right signatures are answered. */
export const SignatureDebugger = service('Tessera\\Activity\\Api\\SignatureDebuggerInterface', {
  explain: operation(
    {
      id: int,
      authorization: string,
      method: string,
      url: string,
      clientBaseString: maybe(string),
      body: maybe(string),
    },
    SignatureExplanation,
  ),
});
