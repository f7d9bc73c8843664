import { type FieldLookup, pageCriteria, whereCriteria } from '@tessera/database';
import { implement, problem, readCriteria } from '@tessera/webapi';
import { sql } from 'kysely';
import { LoyaltyManagement } from '../contract/loyalty.ts';
import { maximumPoints } from '../settings.ts';

export const pointsShort = problem(
  'loyalty_points_short',
  400,
  'The customer has only %1 points.',
  'More points were to be taken than there are.',
);

export const tooManyPoints = problem(
  'loyalty_too_many_points',
  400,
  'At most %1 points can be added at a time.',
  'More points than `acme_loyalty/points/maximum` were to be added or taken with one call.',
);

const stamp = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');
const fieldOf: FieldLookup = (name) =>
  name === 'customer_id' || name === 'points' ? { column: sql.ref(`loyalty_balance.${name}`), kind: 'number' } : null;

export const loyaltyManagement = implement(LoyaltyManagement, {
  getBalance: async ({ customerId }, { db }) =>
    (await db.query
      .selectFrom('loyalty_balance')
      .selectAll()
      .where('customer_id', '=', customerId)
      .executeTakeFirst()) ?? {
      customer_id: customerId,
      points: 0,
    },

  // Entry and balance are written together or not at all.
  addPoints: ({ customerId, points, reason }, { db, now, settings }) => {
    const maximum = settings.get(maximumPoints);
    if (Math.abs(points) > maximum) throw tooManyPoints([maximum]);
    return db.transaction(async ({ query }) => {
      const at = stamp(now());
      await query
        .insertInto('loyalty_entry')
        .values({ customer_id: customerId, points, reason: reason ?? null, created_at: at })
        .execute();
      const balance = await query
        .insertInto('loyalty_balance')
        .values({ customer_id: customerId, points, updated_at: at })
        .onConflict((conflict) =>
          conflict
            .column('customer_id')
            .doUpdateSet((eb) => ({ points: eb('loyalty_balance.points', '+', points), updated_at: at })),
        )
        .returningAll()
        .executeTakeFirstOrThrow();
      if (balance.points < 0) throw pointsShort([balance.points - points]);
      return balance;
    });
  },

  getList: async ({ searchCriteria }, { db }) => {
    const criteria = readCriteria(searchCriteria);
    const matching = whereCriteria(db.query.selectFrom('loyalty_balance'), criteria, fieldOf, db.dialect);
    const [items, { total }] = await Promise.all([
      pageCriteria(
        matching.selectAll(),
        criteria,
        fieldOf,
        db.dialect,
        sql.ref('loyalty_balance.customer_id'),
      ).execute(),
      matching.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
    ]);
    return { items, search_criteria: criteria.echo, total_count: Number(total) };
  },
});
