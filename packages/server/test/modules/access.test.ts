import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allow, anonymous, get } from '@tessera/webapi';
import { accepted, acme, Notes, notes, refused } from './mistaken.ts';

const PATH = '/V1/notes/:customerId';
const asking = (resource: string, more: object = {}) => ({
  services: [notes],
  routes: [get(PATH, Notes.getByCustomer, allow(resource))],
  ...more,
});
const node = (id: string, parent: string) => ({ id, parent, title: 'Notes' });
const ROOT = 'Magento_Backend::admin';

test('a resource that nobody can be granted is refused wherever a module asks for it', () => {
  refused(
    asking('Acme_Notes::nope'),
    /GET \/V1\/notes\/:customerId asks for the ACL resource "Acme_Notes::nope", which is not in the tree/,
  );
  refused(asking(undefined as never), /the ACL resource undefined/);
  const page = { name: 'notes', label: 'Notes', section: 'Customers', script: new URL('file:///notes.mjs') };
  refused(
    { panelPages: [{ ...page, resource: 'Acme_Notes::nope' }] },
    /panel page "notes" asks for .*Acme_Notes::nope/,
  );
  const integration = { name: 'CRM', email: 'crm@example.com', resources: [ROOT, 'Acme_Notes::nope'] };
  refused({ integrations: [integration] }, /integration "CRM" asks for .*Acme_Notes::nope/);
  accepted(asking('Acme_Notes::notes', { acl: [node('Acme_Notes::notes', ROOT)] }));
  accepted(asking('Magento_Customer::manage'));
});

test('a route that does not say who may call it is refused, and one that allows nothing is no route', () => {
  const routes = (access: unknown) => ({
    services: [notes],
    routes: [get(PATH, Notes.getByCustomer, access as never)],
  });
  refused(routes(undefined), /GET \/V1\/notes\/:customerId does not say who may call it; give it allow/);
  refused(routes(allow), /does not say who may call it/);
  accepted(routes(anonymous));
  assert.throws(() => (allow as () => unknown)(), /needs the name of an ACL resource/);
});

test('an ACL resource below itself, below nothing, there already or with a special name is refused', () => {
  refused({ acl: [node('Acme_Notes::a', 'Acme_Notes::a')] }, /"Acme_Notes::a" is below itself/);
  refused(
    { acl: [node('Acme_Notes::a', 'Acme_Notes::b'), node('Acme_Notes::b', 'Acme_Notes::a')] },
    /below itself \(Acme_Notes::a < Acme_Notes::b < Acme_Notes::a\)/,
  );
  refused(
    { acl: [node('Acme_Notes::x', 'Acme_Notes::a'), node('Acme_Notes::a', 'Acme_Notes::a')] },
    /"Acme_Notes::a" is below itself \(Acme_Notes::a < Acme_Notes::a\)/,
  );
  refused(
    { acl: [node('Acme_Notes::a', 'Acme_Nope::b')] },
    /parent "Acme_Nope::b" of the ACL resource "Acme_Notes::a"/,
  );
  refused({ acl: [node('Magento_Customer::manage', ROOT)] }, /"Magento_Customer::manage", which Magento declares/);
  const other = acme({ acl: [node('Acme_Notes::a', ROOT)] }, 'Acme_Other');
  refused({ acl: [node('Acme_Notes::a', ROOT)] }, /"Acme_Notes::a", which Acme_Other declares already/, [other]);
  refused({ acl: [node('self', ROOT)] }, /"self" cannot be an ACL resource; write it as Acme_Notes::something/);
  refused({ acl: [node('anonymous', ROOT)] }, /"anonymous" cannot be/);
});
