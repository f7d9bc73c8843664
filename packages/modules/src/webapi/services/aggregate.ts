import {
  type Call,
  callAs,
  type InTransaction,
  implement,
  performAggregate,
  performAtomically,
  planCalls,
} from '@tessera/webapi';
import { Aggregate } from '../contract/aggregate.ts';
import { aggregateCalls, aggregateDepth, aggregateSize } from '../settings.ts';

const inTransaction: InTransaction = (call, work) => call.db.deferred((db) => work(callAs(call, { db })));

const limitsOf = ({ settings }: Call) => ({
  calls: settings.get(aggregateCalls),
  bytes: settings.get(aggregateSize),
  depth: settings.get(aggregateDepth),
});

export const aggregate = implement(Aggregate, {
  perform: async ({ calls, atomic }, call) => {
    const limits = limitsOf(call);
    const planned = planCalls(calls, limits);
    const answers =
      atomic === true
        ? await performAtomically(planned, call, limits, inTransaction)
        : await performAggregate(planned, call, limits);
    return calls.map(({ id }, index) => {
      const { status, body, ...answer } = answers.get(id ?? String(index)) as {
        id: string;
        status: number;
        body: unknown;
      };
      return { ...answer, status, body };
    });
  },
});
