import { type Db, dateTime, refusedAs } from '@tessera/database';
import type { Call } from '@tessera/webapi';
import { type CheckedResources, checkResources } from '../../authorization/resources.ts';
import { declaredNotDeletable, declaredNotEditable, integrationNameTaken } from '../errors.ts';
import { accessSnapshot } from '../oauth/access.ts';
import { createConsumer, deleteConsumer } from '../oauth/consumers.ts';
import { SETUP_TYPE, STATUS } from '../tables.ts';
import { requireHeldOf } from './grants.ts';
import { tellOfIntegration } from './integration-events.ts';
import { checkEmail, checkName, checkRateLimit, checkUrl, type IntegrationInput } from './integration-input.ts';
import {
  type IntegrationRow,
  integrationRowToChange,
  type ShownIntegration,
  showIntegrations,
} from './integration-rows.ts';

// What can be done with integrations, for routes and the command line alike.

/**
 * Makes an integration, inactive, with a consumer key and secret of its own.
 * @throws WebapiError for a taken name, a bad URL or address, an unknown resource
 */
export async function createIntegration(call: Call, input: IntegrationInput): Promise<ShownIntegration> {
  const name = checkName(input.name);
  const values = {
    email: checkEmail(input.email),
    endpoint: checkUrl(input.endpoint, 'endpoint'),
    identity_link_url: checkUrl(input.identity_link_url, 'identity_link_url'),
    rate_limit: checkRateLimit(input.rate_limit),
  };
  const granted = checkResources(call, input);
  return call.db.transaction(async (db) => {
    const now = dateTime(call.now());
    const { id: consumer_id } = await createConsumer(db, call);
    const row = await db.query
      .insertInto('integration')
      .values({
        name,
        name_key: name.toLowerCase(),
        ...values,
        status: STATUS.inactive,
        setup_type: SETUP_TYPE.manual,
        consumer_id,
        all_resources: granted.all ? 1 : 0,
        declaration_hash: null,
        created_at: now,
        updated_at: now,
      })
      .onConflict((conflict) => conflict.column('name_key').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (row === undefined) throw integrationNameTaken([name]);
    await grant(db, row.id, granted);
    await db.touch(accessSnapshot);
    return tellOfIntegration(call, db, 'created', row.id);
  });
}

/** Replaces what an integration is granted; holds for the next call in every process. */
export async function grant(db: Db, integrationId: number, { all, resources }: CheckedResources): Promise<void> {
  await db.query
    .updateTable('integration')
    .set({ all_resources: all ? 1 : 0 })
    .where('id', '=', integrationId)
    .execute();
  await db.query.deleteFrom('integration_resource').where('integration_id', '=', integrationId).execute();
  if (resources.length > 0)
    await db.query
      .insertInto('integration_resource')
      .values(resources.map((resource) => ({ integration_id: integrationId, resource })))
      .execute();
}

/**
 * Changes what is given and leaves the rest; consumer, tokens and status stay as they are (behaviour D7).
 * @throws WebapiError as `createIntegration`, and for one that a module declares
 */
export async function updateIntegration(call: Call, id: number, input: IntegrationInput): Promise<ShownIntegration> {
  return call.db.transaction(async (db) => {
    const row = await integrationRowToChange(db, id);
    if (isDeclared(call, row)) throw declaredNotEditable();
    // Whoever could change its addresses would be sent its secrets.
    await requireHeldOf(call, db, row);
    const name = input.name === undefined || input.name === null ? row.name : checkName(input.name);
    await refuseTakenName(db, name, id);
    await db.query
      .updateTable('integration')
      .set({
        name,
        name_key: name.toLowerCase(),
        ...(input.email === undefined ? {} : { email: checkEmail(input.email) }),
        ...(input.endpoint === undefined ? {} : { endpoint: checkUrl(input.endpoint, 'endpoint') }),
        ...(input.identity_link_url === undefined
          ? {}
          : { identity_link_url: checkUrl(input.identity_link_url, 'identity_link_url') }),
        ...(input.rate_limit === undefined ? {} : { rate_limit: checkRateLimit(input.rate_limit) }),
        updated_at: dateTime(call.now()),
      })
      .where('id', '=', id)
      .execute()
      .catch(refusedAs({ taken: () => integrationNameTaken([name]) }));
    await changeGrants(call, db, id, row.all_resources === 1, input);
    await db.touch(accessSnapshot);
    return tellOfIntegration(call, db, 'updated', id);
  });
}

async function refuseTakenName(db: Db, name: string, id: number): Promise<void> {
  const other = await db.query
    .selectFrom('integration')
    .select('id')
    .where('name_key', '=', name.toLowerCase())
    .where('id', '<>', id)
    .executeTakeFirst();
  if (other !== undefined) throw integrationNameTaken([name]);
}

/** A list of resources counts, unless everything is granted in the same breath; without either nothing changes. */
async function changeGrants(call: Call, db: Db, id: number, hadAll: boolean, input: IntegrationInput): Promise<void> {
  const { all_resources, resources } = input;
  const listed = resources !== undefined && resources !== null;
  if (listed || all_resources === true) await grant(db, id, checkResources(call, { all_resources, resources }));
  else if (all_resources === false && hadAll) await grant(db, id, { all: false, resources: [] });
}

/** Whether a loaded module declares it; without its module it is an integration like any other. */
const isDeclared = ({ ports }: Call, { setup_type, name_key }: IntegrationRow): boolean =>
  setup_type === SETUP_TYPE.declared &&
  ports.modules.some((module) => module.integrations?.some(({ name }) => name.trim().toLowerCase() === name_key));

/** Deletes an integration with its keys and tokens, which stop at once. @throws WebapiError for one that a module declares */
export async function deleteIntegration(call: Call, id: number): Promise<boolean> {
  return call.db.transaction(async (db) => {
    const row = await integrationRowToChange(db, id);
    if (isDeclared(call, row)) throw declaredNotDeletable([row.name]);
    await removeIntegration(call, db, row);
    return true;
  });
}

export async function removeIntegration(
  call: Call,
  db: Db,
  { id, consumer_id }: { id: number; consumer_id: number },
): Promise<void> {
  await tellOfIntegration(call, db, 'deleted', id);
  await db.query.deleteFrom('integration').where('id', '=', id).execute();
  await deleteConsumer(db, consumer_id);
  await db.touch(accessSnapshot);
}

/** All integrations by id. */
export const listIntegrations = async ({ db }: Pick<Call, 'db'>): Promise<ShownIntegration[]> =>
  showIntegrations(db, await db.query.selectFrom('integration').selectAll().orderBy('id').execute());
