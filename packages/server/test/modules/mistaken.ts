import assert from 'node:assert/strict';
import {
  data,
  defineModule,
  implement,
  int,
  list,
  type Module,
  operation,
  required,
  service,
  string,
} from '@tessera/webapi';
import { installedModules } from '../../src/installed-modules.ts';

/** What the module of the tests is made of; each test puts one mistake into it. */
export const Note = data('Acme\\Notes\\Api\\Data\\NoteInterface', { id: required(int), text: required(string) });
export const Notes = service('Acme\\Notes\\Api\\NoteRepositoryInterface', {
  getByCustomer: operation({ customerId: int }, list(Note)),
  save: operation({ note: Note }, Note),
});
export const notes = implement(Notes, { getByCustomer: () => [], save: () => null });

/** A module as its author would write it, in JavaScript perhaps: no compiler has looked at it. */
export const acme = (manifest: object, name = 'Acme_Notes'): Module => defineModule({ name, ...manifest });

/** Loads the module beside those of every installation, which must be refused with one sentence that names it. */
export function refused(manifest: object, sentence: RegExp, others: readonly Module[] = []): void {
  assert.throws(
    () => installedModules([...others, acme(manifest)]),
    ({ message }: Error) => {
      assert.match(message, /^Acme_Notes: .*\.$/);
      assert.match(message, sentence);
      return true;
    },
  );
}

export const accepted = (manifest: object, others: readonly Module[] = []): void =>
  void installedModules([...others, acme(manifest)]);
