import { bool, data, int, list, maybe, mixed, operation, optional, required, service, string } from '@tessera/webapi';

const API = 'Tessera\\Webapi\\Api\\Data';

export const AggregateCall = data(`${API}\\AggregateCallInterface`, {
  id: optional(string, { description: 'name by which other calls use the result; default the place in the list' }),
  method: required(string, { description: 'GET, POST, PUT or DELETE' }),
  url: required(string, { description: '`/V1/…`, or `/rest/<store>/V1/…`; may hold references like `{customer.id}`' }),
  body: optional(mixed, { description: 'may hold references like `{"$ref": "customer.id"}`' }),
});

export const AggregateAnswer = data(`${API}\\AggregateAnswerInterface`, {
  id: required(string),
  status: required(int),
  body: required(mixed),
});

/** Ours: several calls in one request. */
export const Aggregate = service('Tessera\\Webapi\\Api\\AggregateInterface', {
  perform: operation(
    { calls: list(AggregateCall), atomic: maybe(bool) },
    list(AggregateAnswer),
    'Several calls in one request; one may use the result of another, and atomic ones stand or fall together.',
  ),
});
