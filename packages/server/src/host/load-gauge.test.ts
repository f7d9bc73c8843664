import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostLoad, LoadGauge } from './load-gauge.ts';

const limits = { waitMilliseconds: 500, alwaysTaken: 100 };

/** A process that answers so many requests a millisecond, on a clock of its own. */
function processThatAnswers(perMillisecond: number) {
  const shown = hostLoad();
  const gauge = new LoadGauge(limits, shown);
  let now = 0;
  let able = 0;
  return {
    shown,
    /** Lets a time pass in which so many requests arrive each millisecond. @returns how many were turned away */
    pass: (milliseconds: number, arriving: number, answering = perMillisecond): number => {
      let refused = 0;
      for (const end = now + milliseconds; now < end; now++) {
        for (let i = 0; i < arriving; i++)
          if (gauge.overloaded(now)) refused++;
          else gauge.taken();
        for (able += answering; able >= 1 && shown.requestsInFlight > 0; able--) gauge.answered();
        if (shown.requestsInFlight === 0) able = 0;
      }
      return refused;
    },
  };
}

test('what can be answered is taken', () => {
  const { pass, shown } = processThatAnswers(5);
  assert.equal(pass(10_000, 5), 0);
  assert.ok(shown.requestsInFlight < 10);
});

test('of three times too much two thirds are turned away, and who is taken waits no longer than he may', () => {
  const { pass, shown } = processThatAnswers(5);
  const refused = pass(10_000, 15);
  assert.ok(Math.abs(refused / 150_000 - 2 / 3) < 0.05, `${refused}`);
  assert.ok(shown.requestsInFlight / 5 <= 510, `${shown.requestsInFlight}`);
  pass(600, 0);
  assert.equal(pass(1000, 5), 0, 'right at once afterwards');
});

test('while the database has stopped a hundred wait and the others are turned away; once it is back all are taken', () => {
  const { pass, shown } = processThatAnswers(5);
  pass(1000, 1);
  const refused = pass(5000, 1, 0);
  assert.ok(refused > 4000, `${refused}`);
  assert.ok(shown.requestsInFlight < 400, `${shown.requestsInFlight}`);
  pass(1000, 1);
  assert.equal(pass(1000, 1), 0);
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
});
