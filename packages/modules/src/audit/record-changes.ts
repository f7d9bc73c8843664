import {
  type AroundRule,
  type Call,
  callAs,
  commitsInSteps,
  type Invoke,
  readsOnly,
  secretNames,
} from '@tessera/webapi';
import { auditedObject } from './audited-object.ts';
import { changesText } from './changes-text.ts';
import { appendEntry, type Deed } from './entry.ts';
import { auditWrites } from './settings.ts';

type Arguments = Record<string, unknown>;

/**
 * Writes down every change that a route makes, through whatever binding it was called.
 *
 * What is guaranteed: the entry is in the same transaction as the change, so neither is ever without the other. Routes
 * that commit in several steps (`severalTransactions`) cannot give that: their entry is written before they are
 * answered, so it is missing only where the process dies in between; and of these, attempts of known callers that
 * failed are written down too, since a part of them may have happened.
 */
export const recordChanges: AroundRule = (route) => {
  if (readsOnly(route)) return null;
  const { service, method } = route.operation;
  const operation = `${service}::${method}`;
  const object = auditedObject(route);
  const deed = (call: Call, args: Arguments, result: unknown, outcome: Deed['outcome']): Deed => ({
    method: route.method,
    route: route.path,
    operation,
    entity_type: object.type,
    entity_id: object.idOf(args, result),
    outcome,
    changes: changesText(args, secretNames(call.settings)),
  });

  const inOneTransaction = async (args: Arguments, call: Call, invoke: Invoke): Promise<unknown> => {
    let failure: { readonly error: unknown } | null = null;
    const result = await call.db.deferred(async (db) => {
      let made: unknown;
      try {
        made = await invoke(args, callAs(call, { db }));
      } catch (error) {
        // Undoing is the service's affair: what it kept before it failed (a counted attempt) stays.
        failure = { error };
        return undefined;
      }
      await appendEntry(db, call, deed(call, args, made, 'ok'));
      return made;
    });
    if (failure !== null) throw (failure as { readonly error: unknown }).error;
    return result;
  };

  const afterwards = async (args: Arguments, call: Call, invoke: Invoke): Promise<unknown> => {
    let result: unknown;
    try {
      result = await invoke(args, call);
    } catch (error) {
      if (call.caller.kind !== 'guest')
        await appendEntry(call.db, call, deed(call, args, null, 'failed')).catch((cause: unknown) =>
          call.ports.log.error({ err: cause }, 'a failed change could not be written to the audit log'),
        );
      throw error;
    }
    await appendEntry(call.db, call, deed(call, args, result, 'ok'));
    return result;
  };

  const record = commitsInSteps(route) ? afterwards : inOneTransaction;
  return (args, call, invoke) => (call.settings.get(auditWrites) ? record(args, call, invoke) : invoke(args, call));
};
