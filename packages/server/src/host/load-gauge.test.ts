import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostLoad, LoadGauge } from './load-gauge.ts';

const limits = { waitMilliseconds: 500, alwaysTaken: 100, warmUp: 1000 };

/** A process that answers so many requests a millisecond, on a clock of its own. */
function processThatAnswers(perMillisecond: number) {
  const shown = hostLoad();
  const gauge = new LoadGauge(limits, shown);
  let now = 0;
  let able = 0;
  return {
    shown,
    pressed: () => gauge.pressed(now),
    /** Lets a time pass in which so many requests arrive each millisecond. @returns how many were turned away */
    pass: (milliseconds: number, arriving: number, answering = perMillisecond): number => {
      const before = shown.requestsShed;
      for (const end = now + milliseconds; now < end; now++) {
        for (let i = 0; i < arriving; i++)
          if (gauge.overloaded(now)) gauge.refused();
          else gauge.taken();
        for (able += answering; able >= 1 && shown.requestsInFlight > 0; able--) gauge.answered();
        if (shown.requestsInFlight === 0) able = 0;
      }
      return shown.requestsShed - before;
    },
  };
}

test('what can be answered is taken', () => {
  const { pass, pressed, shown } = processThatAnswers(5);
  assert.equal(pass(10_000, 5), 0);
  assert.ok(shown.requestsInFlight < 10);
  assert.equal(pressed(), false);
});

test('of three times too much two thirds are turned away, and who is taken waits no longer than he may', () => {
  const { pass, pressed, shown } = processThatAnswers(5);
  pass(3000, 15);
  const refused = pass(10_000, 15);
  assert.ok(Math.abs(refused / 150_000 - 2 / 3) < 0.05, `${refused}`);
  assert.ok(shown.requestsInFlight / 5 <= 510, `${shown.requestsInFlight}`);
  assert.equal(pressed(), true);
  pass(600, 0);
  assert.equal(pass(10_000, 4), 0, 'right at once afterwards');
  assert.equal(pressed(), false);
});

test('after a pause of half a second at four fifths of what is possible, all are taken', () => {
  const { pass, shown } = processThatAnswers(5);
  assert.equal(pass(5000, 4), 0);
  assert.equal(pass(500, 4, 0), 0);
  assert.ok(shown.requestsInFlight >= 2000, `${shown.requestsInFlight}`);
  assert.equal(pass(5000, 4), 0);
  assert.ok(shown.requestsInFlight < 10, `${shown.requestsInFlight}`);
});

test('while the database has stopped few are taken, the others turned away; once it is back all are taken', () => {
  const { pass, shown } = processThatAnswers(5);
  pass(2000, 1);
  const refused = pass(10_000, 1, 0);
  assert.ok(refused > 8000, `${refused}`);
  assert.ok(shown.requestsInFlight < 1500, `${shown.requestsInFlight}`);
  pass(2000, 1);
  assert.equal(pass(2000, 1), 0);
});

test('a process whose turns answer all that they read turns away what its clients would wait for', () => {
  const shown = hostLoad();
  const gauge = new LoadGauge({ waitMilliseconds: 100, alwaysTaken: 100, warmUp: 1000 }, shown);
  let now = 0;
  const take = (requests: number): number => {
    let taken = 0;
    for (let i = 0; i < requests; i++)
      if (gauge.overloaded(now)) gauge.refused();
      else {
        gauge.taken();
        taken++;
      }
    return taken;
  };
  const answer = (requests: number): void => {
    for (let i = 0; i < requests; i++) gauge.answered();
  };
  // With work to do all the time it shows what it can: ten a millisecond.
  take(100);
  for (; now < 2000; now++) {
    take(10);
    gauge.turnRead();
    answer(10);
  }
  answer(100);
  assert.equal(shown.requestsShed, 0);
  /** Clients that ask again at once. */
  const turn = (clients: number): void => {
    const taken = take(clients);
    gauge.turnRead();
    now += 1 + taken / 10;
    answer(taken);
  };
  for (let i = 0; i < 3; i++) turn(1000);
  assert.equal(shown.requestsShed, 0, 'a rush');
  for (let i = 0; i < 20; i++) turn(2000);
  assert.ok(shown.requestsShed > 10_000, `${shown.requestsShed}`);
  for (let i = 0; i < 1000; i++) turn(5);
  const before = shown.requestsShed;
  for (let i = 0; i < 1000; i++) turn(5);
  assert.equal(shown.requestsShed, before, 'it is over');
});

test('clients that send their bodies slowly are no load', () => {
  const shown = hostLoad();
  const gauge = new LoadGauge(limits, shown);
  for (let now = 0; now < 5000; now++) {
    assert.equal(gauge.overloaded(now), false);
    gauge.taken();
    gauge.waits();
  }
  assert.equal(shown.requestsInFlight, 0);
  assert.equal(gauge.pressed(5000), false);
});
