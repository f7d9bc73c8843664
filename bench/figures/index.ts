import type { Bench } from '../figure.ts';
import { aggregate } from './aggregate.ts';
import { bearerRead } from './bearer-read.ts';
import { bulk } from './bulk.ts';
import { crm } from './crm.ts';
import { oauthRead } from './oauth-read.ts';
import { observability } from './observability.ts';
import { search } from './search.ts';
import { start } from './start.ts';

export const figures: readonly Bench[] = [start, bearerRead, oauthRead, search, bulk, aggregate, crm, observability];
