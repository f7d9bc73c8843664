import type { Bench } from '../figure.ts';
import { bearerRead } from './bearer-read.ts';
import { crm } from './crm.ts';
import { search } from './search.ts';
import { start } from './start.ts';

export const figures: readonly Bench[] = [start, bearerRead, search, crm];
