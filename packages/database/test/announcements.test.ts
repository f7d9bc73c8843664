import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Announcements } from '../src/announcements.ts';

/** Two processes that hear each other. @param deaf whether the second hears nothing though it is counted */
function two({ deaf = false } = {}): readonly [Announcements, () => string[]] {
  const told: string[] = [];
  const first: Announcements = new Announcements({
    listeners: async () => 2,
    tell: async () => {},
  });
  const second = new Announcements({
    listeners: async () => 2,
    tell: async (channel, text) => {
      told.push(text);
      if (channel === first.answers) first.acknowledged(text);
    },
  });
  const hear = first.hear.bind(first);
  first.hear = (text) => {
    hear(text);
    if (!deaf) second.hear(text);
  };
  return [first, () => told];
}

test('who announces goes on once every process has heard it, however early that was', async () => {
  const [first, told] = two();
  const early = first.next('stores');
  first.hear(early);
  await first.heardByAll(early);
  const late = first.next('stores');
  let everybody = false;
  const waiting = first.heardByAll(late).then(() => {
    everybody = true;
  });
  await new Promise((soon) => setTimeout(soon, 20));
  assert.equal(everybody, false);
  first.hear(late);
  await waiting;
  assert.deepEqual(told(), [early, late]);
});

test('a process that does not hear holds up nobody for long', async () => {
  const [first] = two({ deaf: true });
  const text = first.next('stores');
  first.hear(text);
  const began = performance.now();
  await first.heardByAll(text);
  assert.ok(performance.now() - began > 200);
});
