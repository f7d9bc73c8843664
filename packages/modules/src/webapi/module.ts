import { aggregateProblems, defineModule, post } from '@tessera/webapi';
import { webapiCleanUp } from './clean-up.ts';
import { Aggregate } from './contract/aggregate.ts';
import { idempotency, idempotencyKeyInvalid, idempotencyKeyReused } from './idempotency/idempotency.ts';
import { inputLimits, tooManyItems } from './input-limits.ts';
import { rateLimit } from './rate-limit/rate-limit.ts';
import { aggregate } from './services/aggregate.ts';
import { settings } from './settings.ts';
import { migrations } from './tables.ts';

/** Everybody, but who shows a proof must show a good one: each call in the aggregate is checked by itself. */
const everybody = { resources: [], forced: {} };

/** What holds for all calls of the Web API: input limits, rate limits, repeated requests, aggregated calls. */
export const webapiModule = defineModule({
  name: 'Magento_Webapi',
  requires: ['Magento_Security'],
  routes: [
    post('/V1/aggregate', Aggregate.perform, everybody, {
      extension: true,
      synchronousOnly: true,
      changesNothing: true,
    }),
  ],
  services: [aggregate],
  settings,
  errors: [tooManyItems, idempotencyKeyInvalid, idempotencyKeyReused, ...aggregateProblems],
  guards: [rateLimit],
  inputRules: [inputLimits],
  interceptors: [idempotency],
  jobs: [webapiCleanUp],
  migrations,
});
