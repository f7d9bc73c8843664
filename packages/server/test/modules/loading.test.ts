import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { migrate, openDatabase } from '@tessera/database';
import type { Module } from '@tessera/webapi';
import { panelScripts } from '../../src/admin-panel/scripts.ts';
import { loadModules } from '../../src/cli/load-modules.ts';
import { installedModules } from '../../src/installed-modules.ts';
import { freshDatabase } from '../application.ts';
import { runTessera } from '../running-server.ts';
import { accepted, acme, refused } from './mistaken.ts';

const withFolder = async (work: (folder: string) => Promise<void>): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-modules-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

test('a file that cannot be loaded, or has no manifest, is named with what is wrong and where', () =>
  withFolder(async (folder) => {
    const file = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const wrong = async (path: string, sentence: RegExp): Promise<void> => {
      await assert.rejects(loadModules([path]), ({ message }: Error) => {
        assert.ok(message.startsWith(`The module ${path} `), message);
        assert.match(message, sentence);
        assert.doesNotMatch(message, /\n/);
        return true;
      });
    };
    const syntax = file('syntax.ts', "export const module = {\n  name: 'A',,\n};\n");
    await wrong(syntax, /cannot be loaded: Unexpected token .* \(.*syntax\.ts:2\)$/);
    await wrong(
      file('inner.ts', "import './syntax.ts';\n"),
      /cannot be loaded: Unexpected token .* \(.*syntax\.ts:2\)$/,
    );
    await wrong(
      file('syntax.mjs', 'export const module = ;'),
      /Unexpected token ';' \(node --check .*syntax\.mjs shows where\)/,
    );
    await wrong(file('throws.ts', 'const x = undefined;\nx.y();\n'), /Cannot read properties .* \(.*throws\.ts:2\)$/);
    await wrong(
      file('name.ts', "import { joyn } from 'node:path';\n"),
      /does not provide an export named 'joyn' \(.*name\.ts:1\)$/,
    );
    await wrong(join(folder, 'none.ts'), /cannot be loaded: There is no such file\.$/);
    mkdirSync(join(folder, 'notes'));
    await wrong(join(folder, 'notes'), /It is a folder; name a file in it\./);
    await wrong(
      file('empty.ts', 'export {};'),
      /does not export its manifest as "module"; write: export const module = defineModule/,
    );
    await wrong(file('default.ts', "export default { name: 'A' };"), /as "module", but as default; write:/);
    await wrong(
      file('function.ts', "export const module = () => ({ name: 'A' });"),
      /as "module", but a function; write:/,
    );
    await wrong(
      file('nameless.ts', "export const module = { title: 'A' };"),
      /as "module", but an object without a name; write:/,
    );
  }));

test('two files whose modules have one name are both named; a file that is named twice is loaded once', () =>
  withFolder(async (folder) => {
    const [a, b] = ['a.ts', 'b.ts'].map((name) => join(folder, name)) as [string, string];
    for (const file of [a, b]) writeFileSync(file, "export const module = { name: 'Acme_Notes' };");
    await assert.rejects(loadModules([a, b]), {
      message: `The modules ${a} and ${b} are both named Acme_Notes; give one of them another name.`,
    });
    assert.deepEqual(
      (await loadModules([a, a, join(folder, '.', 'a.ts')])).map(({ name }) => name),
      ['Acme_Notes'],
    );
  }));

test('the modules of every installation pass all checks, alone and beside one of its own', () => {
  accepted({});
  assert.deepEqual(
    installedModules([]).map(({ name }) => name),
    installedModules([acme({})])
      .map(({ name }) => name)
      .filter((name) => name !== 'Acme_Notes'),
  );
});

test('a name that cannot be one or is taken, and what is required and is not there, are refused', () => {
  const wrong = (modules: readonly Module[], message: RegExp) =>
    assert.throws(() => installedModules(modules), { message });
  wrong(
    [acme({}, 'Magento_Customer')],
    /^Magento_Customer: Tessera has a module of this name itself; give yours another\.$/,
  );
  wrong([acme({}), acme({})], /^Acme_Notes: there are two modules of this name; give one of them another\.$/);
  wrong([acme({}, 'acme/notes')], /^A module: its name "acme\/notes" cannot be one; write Vendor_Name/);
  refused({ requires: ['Acme_Nope'] }, /it requires "Acme_Nope", which is not installed; load that as well/);
  refused({ requires: 'Magento_Customer' }, /"requires" is "Magento_Customer"; write a list of names/);
  refused({ requires: ['Acme_Notes'] }, /it requires itself \(Acme_Notes → Acme_Notes\)/);
  wrong(
    [
      acme({ requires: ['Acme_B'] }, 'Acme_A'),
      acme({ requires: ['Acme_C'] }, 'Acme_B'),
      acme({ requires: ['Acme_B'] }, 'Acme_C'),
    ],
    /^Acme_B: it requires itself \(Acme_B → Acme_C → Acme_B\); take out one of these "requires"\.$/,
  );
});

test('what should be a list and is none, or has an empty place, is refused', () => {
  refused({ routes: {} }, /"routes" is an object; write a list, \[ … \]/);
  refused({ events: 'note.added' }, /"events" is "note\.added"; write a list/);
  refused({ migrations: () => [] }, /"migrations" is a function; write a list/);
  refused({ settings: [undefined] }, /entry 1 of "settings" is undefined; look at how it is spelt/);
  refused({ customerListeners: [() => {}, null] }, /entry 2 of "customerListeners" is null/);
  accepted({ routes: undefined, errors: [] });
});

const migration = (name: string, up: unknown = async () => {}) => ({ name, up });

test('a migration of a name that the module has already, or that is none, is refused', () => {
  refused({ migrations: [migration('0001-a'), migration('0001-a')] }, /it declares the migration "0001-a" twice/);
  refused({ migrations: [{ name: '0001-a' }] }, /"migrations" has an entry that is none; write { name/);
  const other = acme({ migrations: [migration('0001-a')] }, 'Acme_Other');
  accepted({ migrations: [migration('0001-a')] }, [other]);
  refused(
    { snapshots: [{ name: 'settings', load: async () => 1 }] },
    /snapshot "settings", which Magento_Config declares/,
  );
});

test('a migration that fails is named with its module, and nothing has changed', () =>
  withFolder(async (folder) => {
    const { location, drop } = await freshDatabase(folder);
    const database = await openDatabase(location);
    try {
      const failing = acme({
        migrations: [
          migration('0001-more', (db: typeof database.db.query) =>
            db.schema.createTable('acme_note').addColumn('id', 'integer').execute(),
          ),
          migration('0002-twice', (db: typeof database.db.query) =>
            db.schema.createTable('acme_note').addColumn('id', 'integer').execute(),
          ),
        ],
      });
      await assert.rejects(migrate(database, [failing], Date.now), {
        message: /^Acme_Notes: the migration "0002-twice" failed: .*"?acme_note"? already exists\.$/,
      });
      const throwing = acme({
        migrations: [
          migration('0001-x', () => {
            throw new Error('no');
          }),
        ],
      });
      await assert.rejects(migrate(database, [throwing], Date.now), {
        message: 'Acme_Notes: the migration "0001-x" failed: no.',
      });
      const tables = await database.db.query.introspection.getTables();
      assert.deepEqual(
        tables.filter(({ name }) => name === 'acme_note'),
        [],
      );
    } finally {
      await database.close();
      await drop();
    }
  }));

test('a page of the panel without its script, or of a taken name, is refused', () => {
  const page = (name: string, script = new URL(import.meta.url)) => acme({ panelPages: [{ name, script }] });
  const wrong = (modules: readonly Module[], message: RegExp) =>
    assert.throws(() => panelScripts(modules), { message });
  wrong(
    [page('Notes')],
    /^Acme_Notes: "Notes" cannot be the name of a panel page; use small letters, digits and dashes\.$/,
  );
  wrong([page('notes'), page('notes')], /^Acme_Notes: it declares the panel page "notes" twice/);
  wrong(
    [page('notes', new URL('file:///nope.mjs'))],
    /^Acme_Notes: the script file:\/\/\/nope\.mjs of the panel page "notes" cannot/,
  );
});

test(
  'serve, migrate and doctor end with the sentence and exit code 1, and serve has not touched the database',
  { timeout: 60_000 },
  () =>
    withFolder(async (folder) => {
      const file = join(folder, 'module.mjs');
      writeFileSync(file, "export const module = { name: 'Acme_Notes', requires: ['Acme_Nope'] };");
      const sentence = /^tessera: Acme_Notes: it requires "Acme_Nope", which is not installed; [^\n]*\n$/;
      const runs = [
        runTessera(['serve', '--port', '0', '--module', file], folder),
        runTessera(['migrate'], folder, { TESSERA_MODULES: file }),
        runTessera(['doctor'], folder, { TESSERA_MODULES: file }),
      ];
      for (const { code, stderr, stdout } of await Promise.all(runs)) {
        assert.equal(code, 1);
        assert.match(stderr, sentence);
        assert.equal(stdout, '');
      }
    }),
);
