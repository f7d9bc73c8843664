import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodeJson } from './encode-json.ts';

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
    ['whole numbers', [1.0, 0, -5, 1e15], '[1,0,-5,1000000000000000]'],
    [
      'the largest integers, digit by digit',
      [2 ** 63, -(2 ** 63), Number(5076964154930102272n)],
      '[9223372036854775807,-9223372036854775808,5076964154930102272]',
    ],
    ['fractions', [0.1, 34.95, 1 / 3, 0.0001], '[0.1,34.95,0.3333333333333333,0.0001]'],
    ['large floats', [1e20, 1e25, 1.5e300, -2e21], '[1.0e+20,1.0e+25,1.5e+300,-2.0e+21]'],
    ['small floats', [0.00001, 1.5e-7, 0.000012], '[1.0e-5,1.5e-7,1.2e-5]'],
    ['a text that looks like a float', ['1e+5', '0.00001', 1], '["1e+5","0.00001",1]'],
    ['an unpaired surrogate', '\ud800', '"\\ud800"'],
  ];
  for (const [label, value, expected] of cases) it(label, () => assert.equal(encodeJson(value), expected));

  it('an object with a key like a prototype', () => {
    assert.equal(encodeJson(JSON.parse('{"__proto__":{"a":1}}')), '{"__proto__":{"a":1}}');
  });
});
