import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { phpFloat, phpNumber, saturated, wrapped } from './php-numbers.ts';

describe('phpFloat', () => {
  const cases: [value: number, precision: 14 | 17, expected: string][] = [
    [10.5, 17, '10.5'],
    [0.1 + 0.2, 17, '0.30000000000000004'],
    [0.1 + 0.2, 14, '0.3'],
    [1e-5, 14, '1.0e-5'],
    [1.25e17, 17, '1.25e+17'],
    [0.00015, 17, '0.00015'],
    [-0.5, 14, '-0.5'],
    [123.456, 14, '123.456'],
    [1e100, 14, '1.0e+100'],
  ];
  for (const [value, precision, expected] of cases)
    it(`${value} with ${precision}`, () => assert.equal(phpFloat(value, precision), expected));
});

describe('phpNumber prints as PHP puts a number into a text', () => {
  const cases: [value: number, expected: string][] = [
    [1, '1'],
    [-0, '0'],
    [1.5, '1.5'],
    [2 ** 63, '9223372036854775807'],
    [-(2 ** 63), '-9223372036854775808'],
    [2 ** 53 + 2, '9007199254740994'],
    [1e30, '1.0E+30'],
    [1e-9, '1.0E-9'],
    [Infinity, 'INF'],
    [-Infinity, '-INF'],
  ];
  for (const [value, expected] of cases) it(String(value), () => assert.equal(phpNumber(value), expected));
});

describe('integers of 64 bits', () => {
  it('a JSON number wraps around, a numeric text stops at the end', () => {
    assert.equal(wrapped(1e30), Number(5076964154930102272n));
    assert.equal(wrapped(1e19), Number(-8446744073709551616n));
    assert.equal(wrapped(Infinity), 0);
    assert.equal(saturated(1e30), 2 ** 63);
    assert.equal(saturated(-Infinity), -(2 ** 63));
  });
  it('both are whole, within the range, and never minus zero', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        for (const result of [wrapped(value), saturated(value)]) {
          assert.ok(Number.isInteger(result) && Math.abs(result) <= 2 ** 63);
          assert.ok(!Object.is(result, -0));
        }
      }),
    );
  });
});
