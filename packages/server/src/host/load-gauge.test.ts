import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostLoad, LoadGauge } from './load-gauge.ts';

function gaugeOnAClock() {
  const clock = { now: 0, endTurn: (): void => {} };
  const shown = hostLoad();
  const gauge = new LoadGauge({ waitMilliseconds: 500, alwaysTaken: 100 }, shown, {
    now: () => clock.now,
    afterTurn: (done) => {
      clock.endTurn = done;
    },
  });
  /** Requests that arrive in one turn and take so long each. @returns how many were taken */
  const turn = (requests: number, milliseconds: number, shedMilliseconds = 0): number => {
    let taken = 0;
    for (let i = 0; i < requests; i++) {
      if (gauge.overloaded()) {
        clock.now += shedMilliseconds;
        continue;
      }
      gauge.taken();
      taken++;
      clock.now += milliseconds;
      gauge.answered();
    }
    clock.endTurn();
    return taken;
  };
  return { clock, gauge, shown, turn };
}

test('a process at full speed with a hundred clients turns nobody away', () => {
  const { turn } = gaugeOnAClock();
  for (let i = 0; i < 200; i++) assert.equal(turn(100, 8), 100);
});

test('of too many requests in a turn only those are taken that waited no longer than they may', () => {
  const { turn } = gaugeOnAClock();
  assert.equal(turn(5000, 1), 501);
});

test('under lasting overload turns stay near the wait, and the next quiet turn is served as a whole', () => {
  const { clock, turn } = gaugeOnAClock();
  let arriving = 3000;
  let longest = 0;
  for (let i = 0; i < 60; i++) {
    const before = clock.now;
    turn(arriving, 1, 0.15);
    const took = clock.now - before;
    if (i > 20) longest = Math.max(longest, took);
    arriving = Math.round(took * 3);
  }
  assert.ok(longest < 750, `${longest}`);
  assert.equal(turn(110, 1), 110);
});

test('requests that wait for a database which has stopped are turned away beyond a hundred, and taken again afterwards', () => {
  const { clock, gauge, shown } = gaugeOnAClock();
  const arrive = (): boolean => {
    clock.now++;
    const refused = gauge.overloaded();
    clock.endTurn();
    if (!refused) gauge.taken();
    return !refused;
  };
  for (let i = 0; i < 2000; i++) arrive();
  const stuck = shown.requestsInFlight;
  assert.ok(stuck < 500, `${stuck}`);
  assert.equal(arrive(), false);
  for (let i = 0; i < stuck; i++) gauge.answered();
  assert.equal(shown.requestsInFlight, 0);
  assert.equal(arrive(), true);
});

test('clients that send their bodies slowly turn nobody else away', () => {
  const { clock, gauge, shown } = gaugeOnAClock();
  for (let i = 0; i < 5000; i++) {
    clock.now++;
    assert.equal(gauge.overloaded(), false);
    clock.endTurn();
    gauge.taken();
    gauge.waits();
  }
  assert.equal(shown.requestsInFlight, 0);
});
