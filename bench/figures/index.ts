import type { Bench } from '../figure.ts';
import { aggregate } from './aggregate.ts';
import { bearerRead } from './bearer-read.ts';
import { bulk } from './bulk.ts';
import { crm } from './crm.ts';
import { integrationsGrid } from './integrations-grid.ts';
import { nonces } from './nonces.ts';
import { oauthRead } from './oauth-read.ts';
import { observedRead } from './observed-read.ts';
import { schema } from './schema.ts';
import { search } from './search.ts';
import { start } from './start.ts';
import { vendure } from './vendure.ts';
import { write } from './write.ts';

export const figures: readonly Bench[] = [
  start,
  bearerRead,
  observedRead,
  oauthRead,
  nonces,
  search,
  write,
  bulk,
  aggregate,
  schema,
  integrationsGrid,
  crm,
];
/** Other servers, measured only when asked for. */
export const peers: readonly Bench[] = [vendure];
