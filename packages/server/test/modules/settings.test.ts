import { test } from 'node:test';
import { setting } from '@tessera/webapi';
import { accepted, acme, refused } from './mistaken.ts';

const length = (path: string, more: object = {}) =>
  setting(path, { type: 'int', default: 1000, label: 'Length', description: 'How long.', ...more } as never);

test('a setting that a module declares already is refused, with the names of both', () => {
  refused(
    { settings: [length('web/unsecure/base_url')] },
    /setting "web\/unsecure\/base_url", which Magento_Store declares already; give yours another name/,
  );
  const other = acme({ settings: [length('acme/notes/length')] }, 'Acme_Other');
  refused({ settings: [length('acme/notes/length')] }, /Acme_Other declares already/, [other]);
  refused({ settings: [length('a/b/c'), length('a/b/c')] }, /it declares the setting "a\/b\/c" twice/);
});

test('the default of a setting has to be a value that could be set', () => {
  const wrong = (more: object, sentence: RegExp) =>
    refused({ settings: [length('acme/notes/length', more)] }, sentence);
  wrong(
    { min: 1001 },
    /the default "1000" of the setting "acme\/notes\/length" is no value of the type int from 1001;/,
  );
  wrong({ max: 999, min: 1 }, /no value of the type int from 1 to 999;/);
  wrong({ default: 'many' }, /the default "many" .* of the type int;/);
  wrong({ default: 1.5 }, /the default "1.5"/);
  wrong({ type: 'bool', default: 'maybe' }, /the default "maybe" .* of the type bool;/);
  wrong({ type: 'string', default: 'c', options: ['a', 'b'] }, /the default "c" .* of the type string of "a", "b";/);
  wrong({ type: 'integer' }, /is of the type "integer", which there is not; take one of int, /);
  accepted({
    settings: [
      length('acme/notes/length', { min: 1, max: 1000 }),
      length('acme/notes/none', { default: null, min: 1 }),
      length('acme/notes/shown', { type: 'bool', default: false }),
    ],
  });
});
