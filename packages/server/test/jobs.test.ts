import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runOnce } from '../src/jobs.ts';
import { withApplication } from './application.ts';

test('a background job runs once when it is due, whoever asks first', () =>
  withApplication(async ({ call, clock }) => {
    let runs = 0;
    const job = {
      name: 'test',
      everySeconds: 60,
      run: async () => {
        runs++;
      },
    };
    await Promise.all([runOnce(job, call()), runOnce(job, call()), runOnce(job, call())]);
    assert.equal(runs, 1);
    clock.now += 59_000;
    await runOnce(job, call());
    assert.equal(runs, 1);
    clock.now += 2_000;
    await runOnce(job, call());
    assert.equal(runs, 2);
    clock.now -= 3_600_000;
    await runOnce(job, call());
    assert.equal(runs, 3, 'a clock that was put back by an hour does not stop the job for an hour');
  }));
