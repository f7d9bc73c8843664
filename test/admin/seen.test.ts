import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { brief } from './seen.ts';

const root = resolve(import.meta.dirname, '../..');

test('menu and bar are left out of what was seen, and a long page is cut', () => {
  const snapshot = [
    '- button "To the content"',
    '- banner:',
    '  - link "Tessera"',
    '- complementary:',
    '  - navigation "Main menu":',
    '- main:',
    '  - heading "Integrations" [level=1]',
    '  - row "a"',
    '- status:',
    '  - text: saved',
  ].join('\n');
  assert.deepEqual(brief(snapshot), [
    '- main:',
    '  - heading "Integrations" [level=1]',
    '  - row "a"',
    '- status:',
    '  - text: saved',
  ]);
  assert.deepEqual(brief(snapshot, 2), ['- main:', '  - heading "Integrations" [level=1]', '… and 3 lines more']);
});

test('npm test prints what a failed browser test saw: address, troubles, content', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-seen-'));
  const file = join(folder, 'fails.test.ts');
  const panel = JSON.stringify(join(root, 'test/admin/seen.ts'));
  const browser = JSON.stringify(join(root, 'test/browser.ts'));
  writeFileSync(
    file,
    `import { afterEach, test } from 'node:test';
     import { seenIn, watchTroubles } from ${panel};
     import { launchBrowser } from ${browser};
     test('looks for what is not there', async (t) => {
       const browser = await launchBrowser();
       const page = await browser.newPage();
       const troubles = watchTroubles(page);
       await page.setContent('<main><h1>Only #1</h1></main><script>console.error("a complaint")</script>');
       try {
         await page.getByText('Another').waitFor({ timeout: 100 });
       } finally {
         console.error(await seenIn(page, troubles, t.name));
         await browser.close();
       }
     });`,
  );
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { status, stdout } = spawnSync(process.execPath, [join(root, 'scripts/test.ts'), file], {
    encoding: 'utf8',
    env: { ...env, CI: 'false' },
  });
  rmSync(folder, { recursive: true });
  assert.equal(status, 1);
  assert.match(stdout, /^│ seen in "looks for what is not there" at about:blank$/m);
  assert.match(stdout, /^│ \d{4}-.* a complaint$/m);
  assert.match(stdout, /^│ {3}- 'heading "Only #1" \[level=1\]'$/m);
});
