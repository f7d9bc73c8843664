import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodeJson, phpFloat } from './encode-json.ts';

describe('encodeJson writes as json_encode does', () => {
  const cases: [label: string, value: unknown, expected: string][] = [
    ['an object', { id: 1, ok: true, none: null }, '{"id":1,"ok":true,"none":null}'],
    ['an empty list', { items: [] }, '{"items":[]}'],
    ['a scalar', 'eyJ', '"eyJ"'],
    ['nothing', undefined, 'null'],
    ['slashes', { base_url: 'http://a.b/c/' }, '{"base_url":"http:\\/\\/a.b\\/c\\/"}'],
    [
      'letters beyond ASCII',
      { firstname: 'Zoë', lastname: 'Łukasz' },
      '{"firstname":"Zo\\u00eb","lastname":"\\u0141ukasz"}',
    ],
    ['characters beyond 16 bit', '😀', '"\\ud83d\\ude00"'],
    ['letters beyond ASCII in a key', { é: 1 }, '{"\\u00e9":1}'],
    ['controls and quotes', '\u0000\b\t\n\f\r\u001f"\\\u007f', '"\\u0000\\b\\t\\n\\f\\r\\u001f\\"\\\\\u007f"'],
    ['line separators', '\u2028', '"\\u2028"'],
    ['angle brackets as they are', "<p>&amp;'</p>", '"<p>&amp;\'<\\/p>"'],
    ['whole numbers', [1.0, 0, -5, 1e20], '[1,0,-5,100000000000000000000]'],
    ['fractions', [0.1, 34.95, 1 / 3, 0.0001], '[0.1,34.95,0.3333333333333333,0.0001]'],
    ['large floats', [1e25, 1.5e300, -2e21], '[1.0e+25,1.5e+300,-2.0e+21]'],
    ['small floats', [0.00001, 1.5e-7, 0.000012], '[1.0e-5,1.5e-7,1.2e-5]'],
    ['a text that looks like a float', ['1e+5', '0.00001', 1], '["1e+5","0.00001",1]'],
    ['an unpaired surrogate', '\ud800', '"\\ud800"'],
  ];
  for (const [label, value, expected] of cases) it(label, () => assert.equal(encodeJson(value), expected));

  it('an object with a key like a prototype', () => {
    assert.equal(encodeJson(JSON.parse('{"__proto__":{"a":1}}')), '{"__proto__":{"a":1}}');
  });
});

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
