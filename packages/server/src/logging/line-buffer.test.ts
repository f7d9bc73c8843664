import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as later } from 'node:timers/promises';
import { LineBuffer } from './line-buffer.ts';

test('lines go out together, in their order, after a while', async () => {
  const written: string[] = [];
  const lines = new LineBuffer((text) => written.push(text));
  lines.write('one\n');
  lines.write('two\n');
  assert.deepEqual(written, []);
  await later(400);
  assert.deepEqual(written, ['one\ntwo\n']);
  lines.write('three\n');
  lines.flush();
  lines.flush();
  assert.deepEqual(written, ['one\ntwo\n', 'three\n']);
});

test('many do not wait', () => {
  const written: string[] = [];
  const lines = new LineBuffer((text) => written.push(text));
  const line = `${'x'.repeat(999)}\n`;
  for (let i = 0; i < 121; i++) lines.write(line);
  assert.deepEqual(
    written.map((text) => text.length),
    [60_000, 60_000],
  );
  lines.flush();
  assert.equal(written.join(''), line.repeat(121));
});
