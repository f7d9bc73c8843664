import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { WebapiError } from '../errors/problem.ts';
import { encodeJson } from './encode-json.ts';
import { DecodingError, decodeJson } from './json-body.ts';

const decode = (text: string) => decodeJson(Buffer.from(text));

describe('decodeJson takes', () => {
  const cases: [label: string, text: string, expected: unknown][] = [
    ['an object', '{"customerEmail":"q@q.co"}', { customerEmail: 'q@q.co' }],
    ['an empty object', '{}', {}],
    ['an empty array', '[]', []],
    ['null', 'null', null],
    ['a number', '12', 12],
    ['a string', '"x"', 'x'],
    ['blanks around', ' \t\r\n{"a":1} ', { a: 1 }],
    ['the last of a repeated key', '{"a":"1","b":"2","a":"3"}', { a: '3', b: '2' }],
    ['an escaped key', '{"customer\\u0045mail":"q"}', { customerEmail: 'q' }],
    ['an escaped NUL', '{"a":"\\u0000"}', { a: '\0' }],
    ['a surrogate pair', '{"a":"\\ud83d\\ude00\\uD83D\\uDE00"}', { a: '😀😀' }],
    ['a backslash before "ud800"', '{"a":"\\\\ud800"}', { a: '\\ud800' }],
    ['an integer beyond 2^53', '[9223372036854775807]', [2 ** 63]],
    ['an integer beyond 64 bit', '[1e400, 99999999999999999999]', [Number.POSITIVE_INFINITY, 1e20]],
  ];
  for (const [label, text, expected] of cases) it(label, () => assert.deepEqual(decode(text), expected));

  it('512 levels', () => {
    assert.doesNotThrow(() => decode('['.repeat(512) + ']'.repeat(512)));
    assert.doesNotThrow(() => decode(`["${'['.repeat(600)}","\\\\","${'\\"['.repeat(600)}"]`));
    assert.doesNotThrow(() => decode(`[${'[{"a":[]}],'.repeat(600)}1]`));
  });

  it('names of prototypes as names', () => {
    const value = decode('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}') as object;
    assert.deepEqual(Object.keys(value), ['__proto__', 'constructor']);
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
  });

  it('a slice of a larger buffer', () => {
    assert.deepEqual(decodeJson(new Uint8Array(Buffer.from('xx{"a":1}yy')).subarray(2, 9)), { a: 1 });
  });
});

describe('decodeJson refuses more values than are allowed', () => {
  const count = (text: string, maxValues: number) => decodeJson(Buffer.from(text), { maxValues });
  const cases: [label: string, one: string][] = [
    ['objects', '{}'],
    ['lists', '[]'],
    ['numbers', '1'],
    ['texts', '"a,[{\\\\\\"b"'],
    ['fields', '{"a":1}'],
  ];
  for (const [label, one] of cases)
    it(label, () => {
      const text = `[${Array(1000).fill(one).join(',')}]`;
      assert.doesNotThrow(() => count(text, 2000));
      assert.throws(
        () => count(text, 999),
        (error) => error instanceof WebapiError && error.code === 'limit_exceeded',
      );
    });

  it('what is within texts is not counted', () => assert.doesNotThrow(() => count(`["${',[{'.repeat(5000)}"]`, 2)));

  it('six million of them in less than a second', () => {
    const bytes = Buffer.from(`[${'{},'.repeat(6_000_000)}{}]`);
    const began = performance.now();
    assert.throws(() => decodeJson(bytes), /More than 200000 values/);
    assert.ok(performance.now() - began < 1000);
  });
});

describe('decodeJson refuses', () => {
  const cases: [label: string, body: string | Buffer][] = [
    ['nothing', ''],
    ['blanks only', '   '],
    ['an unfinished object', '{"a":'],
    ['a trailing comma', '{"customerEmail":"q@q.co",}'],
    ['single quotes', "{'customerEmail':'q@q.co'}"],
    ['a comment', '{/*x*/"customerEmail":"q@q.co"}'],
    ['two documents', '{}{}'],
    ['a byte order mark', '\ufeff{}'],
    ['NaN', '{"a":NaN}'],
    ['Infinity', '[Infinity]'],
    ['leading zeros', '[01]'],
    ['raw control characters', '["\u0001"]'],
    ['XML', '<r/>'],
    ['a lone high surrogate', '{"a":"\\ud800"}'],
    ['a lone low surrogate', '{"a":"\\uDC00"}'],
    ['two high surrogates', '{"a":"\\ud800\\ud800"}'],
    ['a lone surrogate in a key', '{"\\ud800":1}'],
    ['a lone surrogate behind a pair', '["\\ud83d\\ude00\\ude00"]'],
    ['a lone surrogate behind an escaped backslash', '["\\\\\\ud800"]'],
    ['a lone surrogate that a repeated key hides', '{"a":"\\ud800","a":1}'],
    ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
    ['513 levels', '['.repeat(513) + ']'.repeat(513)],
    ['600 levels of objects', `${'{"a":'.repeat(600)}1${'}'.repeat(600)}`],
    ['600 levels that strings seem to close', `${'["]",'.repeat(600)}1${']'.repeat(600)}`],
  ];
  for (const [label, body] of cases) {
    it(label, () =>
      assert.throws(
        () => decodeJson(Buffer.from(body as string)),
        (error) => error instanceof DecodingError && error.message === 'Decoding error.',
      ),
    );
  }
});

it('decodeJson gives back what encodeJson wrote', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'grapheme', maxDepth: 5 }), (value) => {
      assert.deepEqual(decode(encodeJson(value)), JSON.parse(JSON.stringify(value)));
    }),
    { numRuns: 300 },
  );
});

it('decodeJson throws nothing but DecodingError', () => {
  const piece = fc.constantFrom('{', '}', '[', ']', '"', '\\', ':', ',', '1', 'a', '\\ud800', '\\u', 'é', 'null');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array(),
        fc.array(piece).map((parts) => Buffer.from(parts.join(''))),
      ),
      (bytes) => {
        try {
          decodeJson(bytes, { maxDepth: 3 });
        } catch (error) {
          assert.ok(error instanceof DecodingError);
        }
      },
    ),
    { numRuns: 500 },
  );
});
