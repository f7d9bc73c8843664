import assert from 'node:assert/strict';
import { test } from 'node:test';
import { publishEvent } from '@tessera/modules';
import { problem } from '@tessera/webapi';
import { withApplication } from '../application.ts';
import { accepted, acme, Note, refused } from './mistaken.ts';

const ROOT = 'Magento_Backend::admin';

test('an error with the status of a success is refused', () => {
  for (const status of [200, 302, 0, 600, '404', Number.NaN, undefined])
    assert.throws(
      () => problem('note_too_long', status as number, 'Too long.', 'A note is too long.'),
      new RegExp(`The problem "note_too_long" has the status ${status}; that of an error is from 400 to 599\\.`),
    );
});

test('an error code that stands for something else already is refused', () => {
  const error = (code: string) => problem(code, 400, 'Too long.', 'A note is too long.');
  refused({ errors: [error('note_too_long'), error('note_too_long')] }, /it declares the error "note_too_long" twice/);
  refused({ errors: [error('account_locked')] }, /error "account_locked", which Magento_Customer declares already/);
  refused({ errors: [error('no_such_entity')] }, /"no_such_entity", which Tessera declares already/);
  refused({ errors: [error('value_refused')] }, /"value_refused", which Tessera declares already/);
  refused({ errors: ['note_too_long'] }, /"errors" has "note_too_long" that is no error; name what problem/);
  const shared = error('note_too_long');
  accepted({ errors: [shared] }, [acme({ errors: [shared] }, 'Acme_Other')]);
});

test('an event that is declared twice, of no type or that nobody may hear is refused', () => {
  const event = { name: 'note.added', description: 'A note.', resource: ROOT, data: Note };
  accepted({ events: [event] });
  refused({ events: [event, event] }, /it declares the event "note\.added" twice/);
  refused(
    { events: [{ ...event, name: 'customer.created' }] },
    /event "customer\.created", which Magento_Customer declares/,
  );
  refused({ events: [{ ...event, name: 'webhook.test' }] }, /the event "webhook\.test" is what tests send/);
  refused(
    { events: [{ ...event, resource: 'Acme_Notes::nope' }] },
    /the event "note\.added" asks for the ACL resource "Acme_N/,
  );
  refused(
    { events: [{ ...event, data: 'note' }] },
    /the object of the event "note\.added" is "note", which is no wire type/,
  );
});

test('telling of an event that no module declares fails instead of reaching nobody', () =>
  withApplication(
    async (context) => {
      const call = context.call();
      const tell = (event: string) => call.db.transaction((db) => publishEvent(call, db, event, { id: 1, text: 'x' }));
      await tell('note.added');
      await assert.rejects(tell('note.add'), {
        message: 'No loaded module declares the event "note.add"; add it to "events" of the one that tells of it.',
      });
    },
    {
      modules: [acme({ events: [{ name: 'note.added', description: 'A note.', resource: ROOT, data: Note }] })],
    },
  ));

test('a job that never runs, or does nothing, and a name that is taken are refused', () => {
  const job = { name: 'notes', everySeconds: 60, run: async () => {} };
  accepted({ jobs: [job] });
  for (const everySeconds of [undefined, 0, -1, Number.NaN, Infinity, '60'])
    refused({ jobs: [{ ...job, everySeconds }] }, /the job "notes" does not say how often it runs; set "everySeconds"/);
  refused({ jobs: [{ ...job, run: undefined }] }, /the job "notes" does nothing; give it a function "run"/);
  refused({ jobs: [job, job] }, /the job "notes" twice/);
  refused({ jobs: [job] }, /the job "notes", which Acme_Other declares already/, [acme({ jobs: [job] }, 'Acme_Other')]);
  const gauge = { name: 'tessera_bulk_open_operations', help: 'x', read: () => 1 };
  refused(
    { gauges: [gauge] },
    /the gauge "tessera_bulk_open_operations", which Magento_AsynchronousOperations declares/,
  );
});

test('an endpoint that is never reached or taken already is refused', () => {
  const endpoint = (path: string, methods: unknown = ['GET']) => ({
    endpoints: [{ path, methods, handle: () => ({ status: 200, headers: {}, body: Buffer.alloc(0) }) }],
  });
  accepted(endpoint('/notes/export'));
  accepted(endpoint('/notes/*'));
  for (const path of ['notes', '/rest/V1/notes', '/soap', '/notes?x=1'])
    refused(endpoint(path), /the endpoint ".*" is never reached; its path begins with a slash/);
  refused(endpoint('/notes', []), /the endpoint \/notes has no methods/);
  refused(endpoint('/health/live'), /the endpoint "GET \/health\/live", which .* declares already/);
});

test('a customer attribute that is there already, or cannot be written so, is refused', () => {
  const attribute = (code: string) => ({ customerAttributes: [{ code, label: 'Notes' }] });
  accepted(attribute('note_level'));
  refused(attribute('Note-Level'), /"Note-Level" cannot be the code of a customer attribute; use small letters/);
  refused(attribute('email'), /the customer attribute "email", which Magento declares already/);
  refused(attribute('level'), /"level", which Acme_Other declares already/, [acme(attribute('level'), 'Acme_Other')]);
});

test('an integration that nobody could make by hand is refused', () => {
  const integrations = (more: object) => ({ integrations: [{ name: 'CRM', resources: [ROOT], ...more }] });
  refused(integrations({ name: '' }), /the integration "": "name" is required/);
  refused(
    integrations({ email: 'nope' }),
    /the integration "CRM": Invalid value of "nope" provided for the email field/,
  );
  refused(integrations({ endpoint: 'crm.example' }), /the integration "CRM": .* the endpoint field/);
  accepted(integrations({ email: 'crm@example.com', endpoint: 'https://crm.example/' }));
});

test('of two integrations of one name, the second is refused', () => {
  const integrations = (name: string) => ({ integrations: [{ name, email: 'crm@example.com', resources: [ROOT] }] });
  refused(integrations(' CRM'), /the integration "crm", which Acme_Other declares already/, [
    acme(integrations('Crm'), 'Acme_Other'),
  ]);
});
