import { dateTime, fieldsOf, pageCriteria, whereCriteria } from '@tessera/database';
import { implement, logPage, readCriteria } from '@tessera/webapi';
import { sql } from 'kysely';
import { integrationRow } from '../../integration/services/integration-rows.ts';
import { useOf } from '../../integration/services/integration-use.ts';
import { ActivityManagement } from '../contract/activity.ts';
import { summarize } from './summary.ts';

const FIELDS = fieldsOf({
  id: ['api_call.id', 'number'],
  method: ['api_call.method', 'text'],
  route: ['api_call.route', 'text'],
  status: ['api_call.status', 'number'],
  remote_address: ['api_call.remote_address', 'text'],
});

const MOST_HOURS = 720;
const MOST_IDS = 500;
const idsOf = (text: string): readonly number[] =>
  text
    .split(',')
    .map(Number)
    .filter((id) => Number.isInteger(id) && id > 0)
    .slice(0, MOST_IDS);

/** What is known of the use of the API. */
export const activityManagement = implement(ActivityManagement, {
  getAccessLog: async ({ id, searchCriteria }, { db }) => {
    await integrationRow(db, id);
    const criteria = readCriteria(searchCriteria);
    const page = logPage(criteria);
    const own = db.query.selectFrom('api_call').where('integration_id', '=', id);
    const found = whereCriteria(own, criteria, FIELDS, db.dialect);
    const { count } = await found.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
    const rows = await pageCriteria(found.selectAll(), page, FIELDS, db.dialect, sql.ref('api_call.id')).execute();
    const items = rows.map(({ occurred_at, microseconds, ...row }) => ({
      ...row,
      occurred_at: dateTime(Number(occurred_at)),
      milliseconds: Number(microseconds) / 1000,
    }));
    return { items, search_criteria: criteria.echo, total_count: Number(count) };
  },

  getSummary: ({ hours }, { db, now }) => summarize(db, Math.min(Math.max(1, hours ?? 24), MOST_HOURS), now()),

  getUse: ({ ids }, call) => useOf(call, idsOf(ids)),
});
