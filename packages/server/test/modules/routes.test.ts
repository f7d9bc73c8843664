import { test } from 'node:test';
import {
  allow,
  anonymous,
  get,
  implement,
  int,
  list,
  operation,
  post,
  put,
  type Route,
  self,
  service,
  string,
} from '@tessera/webapi';
import { accepted, acme, Note, Notes, notes, refused } from './mistaken.ts';

const manager = allow('Magento_Customer::manage');
const at = (path: string) => get(path, Notes.getByCustomer, anonymous);
const withRoutes = (...routes: Route[]) => ({ services: [notes], routes });

test('a path that no request ever matches is refused', () => {
  const wrong = (path: string, sentence: RegExp) => refused(withRoutes(at(path)), sentence);
  wrong('/V1/notes/{customerId}', /GET \/V1\/notes\/\{customerId\} is never matched .*a variable is written :name/);
  wrong('/notes/:customerId', /is never matched; a path begins with a version, for example \/V1\//);
  wrong('V1/notes/:customerId', /begins with a version/);
  wrong('/v1/notes/:customerId', /begins with a version/);
  wrong('/rest/V1/notes/:customerId', /begins with a version/);
  wrong('/V1/notes?x=:customerId', /never matched because of "notes\?x=:customerId"; what stands after a \?/);
  wrong('/V1/notes/:customerId.json', /:customerId\.json, which getByCustomer does not take/);
  wrong('/V1/note:customerId', /a segment is either text or a :variable/);
  accepted(withRoutes(at('/V1/notes/:customerId'), at('/V1/notes/of/:customer_id'), at('/V1/notes.all/a-b_c/')));
});

test('a variable that the operation does not take is refused', () => {
  refused(
    withRoutes(at('/V1/notes/:custId')),
    /has the variable :custId, which getByCustomer does not take \(it takes customerId\); name the variable after/,
  );
  refused(withRoutes(at('/V1/notes/:customerId/:customerId')), /has the variable :customerId twice/);
  refused(withRoutes(post('/V1/notes/:id', Notes.save, manager)), /has the variable :id, which save does not take/);
  // A PUT puts it into the object of the body.
  accepted(withRoutes(put('/V1/notes/:id', Notes.save, manager)));
  accepted(withRoutes(put('/V1/notes/:noteId', Notes.save, manager, { identifies: { noteId: 'note.id' } })));
  refused(
    withRoutes(put('/V1/notes/:noteId', Notes.save, manager, { identifies: { noteId: 'note.number' } })),
    /lets :noteId identify "note\.number"; name a variable of the path and a field of what save takes/,
  );
});

test('a forced parameter that the operation does not take is refused: nothing would be forced', () => {
  const forcing = (forced: Record<string, string | null>) =>
    withRoutes(get('/V1/notes/mine', Notes.getByCustomer, self(forced)), post('/V1/notes', Notes.save, manager));
  refused(forcing({ custId: '%customer_id%' }), /GET \/V1\/notes\/mine forces "custId", which getByCustomer does not/);
  refused(
    forcing({ customerId: '%customer%' }),
    /forces "customerId" to %customer%, which no module gives a value; .*%customer_id%/,
  );
  accepted(forcing({ customerId: '%customer_id%' }));
  const saving = (forced: Record<string, string | null>) => withRoutes(put('/V1/notes/mine', Notes.save, self(forced)));
  refused(saving({ 'note.customerId': '%customer_id%' }), /forces "note\.customerId"/);
  accepted(saving({ 'note.id': null }));
});

test('two routes at one place are refused, with the names of both modules', () => {
  refused(
    withRoutes(at('/V1/customers/:customerId')),
    /GET \/V1\/customers\/:customerId stands where Magento_Customer has GET \/V1\/customers\/:customerId; give it another path/,
  );
  refused(withRoutes(at('/V1/notes/:customerId'), at('/V1/notes/:customer_id')), /stands where it has itself GET/);
});

test('a placeholder that there is already is refused: it says whose things a customer gets', () => {
  refused(
    { placeholders: { '%customer_id%': () => 1 } },
    /placeholder "%customer_id%", which Tessera declares already/,
  );
});

test('a service that is not implemented, not wholly, twice or of another contract is refused', () => {
  const Other = service('Acme\\Notes\\Api\\NoteRepositoryInterface', {
    getByCustomer: operation({ customerId: int, text: string }, list(Note)),
  });
  const Taken = service('Magento\\Customer\\Api\\CustomerRepositoryInterface', {
    getById: operation({ customerId: int }, Note),
  });
  const taken = get('/V1/notes/:customerId', Taken.getById, anonymous);
  refused({ routes: [at('/V1/notes/:customerId')] }, /leads to Acme.*::getByCustomer, which no module implements; add/);
  refused({ routes: [get('/V1/notes', undefined as never, anonymous)] }, /leads to undefined, which is no operation/);
  refused({ services: [Notes as never] }, /"services" has an object that is no implementation; write implement/);
  refused({ services: [() => notes] }, /"services" has a function that is no/);
  refused(
    { services: [implement(Notes, { getByCustomer: () => [] } as never)] },
    /implementation of Acme.*NoteRepositoryInterface lacks save; write it/,
  );
  refused(
    { services: [implement(Notes, { ...notes.methods, remove: () => true } as never)] },
    /implementation of Acme.* has remove, which is not in the contract/,
  );
  refused(
    { services: [notes], routes: [get('/V1/notes/:customerId', Other.getByCustomer, anonymous)] },
    /of another contract than Acme_Notes implements under that name/,
  );
  refused(
    { services: [implement(Taken, { getById: () => null })], routes: [taken] },
    /declares the service "Magento\\Customer\\Api\\CustomerRepositoryInterface", which Magento_Customer declares already/,
  );
  refused({ routes: [taken] }, /of another contract than Magento_Customer implements .* give the service of your own/);
  refused({ services: [notes] }, /which Acme_Other declares already/, [acme({ services: [notes] }, 'Acme_Other')]);
  const Short = service('Acme\\Notes\\Api\\NoteRepository', { list: operation({}, int) });
  refused(
    { services: [notes, implement(Short, { list: () => 1 })] },
    /has the short name acmeNotesNoteRepositoryV1 as/,
  );
  class Repository {
    getByCustomer = () => [];
    save = () => null;
    helper(): void {}
  }
  accepted({ services: [implement(Notes, new Repository())] });
});

test('a contract whose backslashes got lost is refused', () => {
  const Flat = service('AcmeNotesApiNoteRepositoryInterface', { list: operation({}, int) });
  refused(
    { services: [implement(Flat, { list: () => 1 })] },
    /"AcmeNotesApiNoteRepositoryInterface" cannot be the name of a service; write it with doubled backslashes, for example 'Acme\\\\Notes/,
  );
});
