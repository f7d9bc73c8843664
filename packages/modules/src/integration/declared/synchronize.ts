import { createHash } from 'node:crypto';
import { type Db, dateTime } from '@tessera/database';
import type { AclNode, Call, DeclaredIntegration, Module } from '@tessera/webapi';
import { checkResources } from '../../authorization/resources.ts';
import { note } from '../handshake/timeline.ts';
import { accessSnapshot } from '../oauth/access.ts';
import { createConsumer, deleteConsumer } from '../oauth/consumers.ts';
import { tellOfIntegration } from '../services/integration-events.ts';
import { checkEmail, checkName, checkUrl } from '../services/integration-input.ts';
import type { IntegrationRow } from '../services/integration-rows.ts';
import { grant } from '../services/integrations.ts';
import { SETUP_TYPE, STATUS } from '../tables.ts';

/** Names of integrations by what became of them. */
export interface Synchronized {
  readonly created: string[];
  /** Changed in their declaration: inactive until activated anew, with another consumer. */
  readonly reset: string[];
  /** Left alone, since an integration made by hand has this name. */
  readonly conflicts: string[];
}

/**
 * Brings the integrations that modules declare in line with their declarations (behaviour D19, D20). For the start.
 * One whose module is not loaded stays as it is, since a command may run without a module that the server has; it can
 * be deleted then.
 * @throws Error where a declaration names an unknown resource or a bad URL
 */
export async function synchronizeDeclaredIntegrations(call: Call, modules: readonly Module[]): Promise<Synchronized> {
  const declared = modules.flatMap((module) => module.integrations ?? []);
  if (declared.length === 0) return { created: [], reset: [], conflicts: [] };
  const synchronize = () => call.db.transaction((db) => bringInLine(db, call, declared));
  // Of two processes that start at once and both find something new, one runs into the unique name; then it is there.
  return synchronize().catch(synchronize);
}

async function bringInLine(db: Db, call: Call, declared: readonly DeclaredIntegration[]): Promise<Synchronized> {
  const result: Synchronized = { created: [], reset: [], conflicts: [] };
  const rows = new Map(
    (await db.query.selectFrom('integration').selectAll().execute()).map((row) => [row.name_key, row]),
  );
  for (const declaration of declared) {
    const row = rows.get(declaration.name.trim().toLowerCase());
    const wanted = declaredValues(call, declaration);
    if (row === undefined) {
      await insertDeclared(db, call, wanted);
      result.created.push(declaration.name);
    } else if (row.setup_type !== SETUP_TYPE.declared) {
      result.conflicts.push(declaration.name);
    } else if (row.declaration_hash !== wanted.hash) {
      await reset(db, call, row, wanted);
      result.reset.push(declaration.name);
    }
  }
  if (result.created.length + result.reset.length > 0) await db.touch(accessSnapshot);
  return result;
}

interface Wanted {
  readonly values: {
    name: string;
    name_key: string;
    email: string | null;
    endpoint: string | null;
    identity_link_url: string | null;
  };
  readonly resources: readonly string[];
  readonly hash: string;
}

function declaredValues(
  call: Call,
  { name, email, endpoint, identityLinkUrl, resources }: DeclaredIntegration,
): Wanted {
  const checked = checkName(name);
  const values = {
    name: checked,
    name_key: checked.toLowerCase(),
    email: checkEmail(email),
    endpoint: checkUrl(endpoint, 'endpoint'),
    identity_link_url: checkUrl(identityLinkUrl, 'identity_link_url'),
  };
  const complete = withParents(call.ports.acl, checkResources(call, { resources }).resources);
  const hash = createHash('sha256')
    .update(JSON.stringify([values, complete]))
    .digest('base64url');
  return { values, resources: complete, hash };
}

/** The resources with all that stand above them in the tree, in a stable order. */
export function withParents(tree: readonly AclNode[], resources: readonly string[]): string[] {
  const wanted = new Set(resources);
  const visit = (nodes: readonly AclNode[], above: readonly string[]): void => {
    for (const { id, children } of nodes) {
      if (resources.includes(id)) for (const parent of above) wanted.add(parent);
      visit(children, [...above, id]);
    }
  };
  visit(tree, []);
  return [...wanted].sort();
}

async function insertDeclared(db: Db, call: Call, { values, resources, hash }: Wanted): Promise<void> {
  const now = dateTime(call.now());
  const { id: consumer_id } = await createConsumer(db, call);
  const { id } = await db.query
    .insertInto('integration')
    .values({
      ...values,
      status: STATUS.inactive,
      setup_type: SETUP_TYPE.declared,
      consumer_id,
      all_resources: 0,
      declaration_hash: hash,
      created_at: now,
      updated_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await grant(db, id, checkedOf(resources));
  await tellOfIntegration(call, db, 'created', id);
}

async function reset(db: Db, call: Call, row: IntegrationRow, { values, resources, hash }: Wanted): Promise<void> {
  const { id: consumer_id } = await createConsumer(db, call);
  await db.query
    .updateTable('integration')
    .set({ ...values, status: STATUS.reset, consumer_id, declaration_hash: hash, updated_at: dateTime(call.now()) })
    .where('id', '=', row.id)
    .execute();
  await deleteConsumer(db, row.consumer_id);
  await grant(db, row.id, checkedOf(resources));
  await note(db, call.now(), {
    integrationId: row.id,
    step: 'reset',
    outcome: 'ok',
    detail: 'Its declaration has changed: it has a new consumer key and waits to be activated.',
  });
}

const checkedOf = (resources: readonly string[]) => ({ all: false, resources });
