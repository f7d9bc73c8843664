import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decodeForm, LimitExceeded, type PhpValue, parseQuery } from './query.ts';

/** Null-prototype objects as plain ones, so that deepEqual compares content. */
const plain = (value: PhpValue): unknown =>
  typeof value === 'string'
    ? value
    : Array.isArray(value)
      ? value.map(plain)
      : Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plain(entry)]));

describe('parseQuery reads as PHP does', () => {
  const cases: [raw: string, expected: unknown][] = [
    ['', {}],
    ['&&', {}],
    ['a', { a: '' }],
    ['searchCriteria', { searchCriteria: '' }],
    ['searchCriteria=', { searchCriteria: '' }],
    ['a=b=c', { a: 'b=c' }],
    ['=x', {}],
    ['a=1&&b=2&', { a: '1', b: '2' }],
    ['fields=id&fields=email', { fields: 'email' }],
    ['fields[]=id', { fields: ['id'] }],
    ['searchCriteria[]=', { searchCriteria: [''] }],
    ['searchCriteria[pageSize]=1', { searchCriteria: { pageSize: '1' } }],
    ['searchCriteria%5BpageSize%5D=1', { searchCriteria: { pageSize: '1' } }],
    ['searchCriteria[pageSize]=1&searchCriteria[page_size]=2', { searchCriteria: { pageSize: '1', page_size: '2' } }],
    ['fields=addresses[city]', { fields: 'addresses[city]' }],
    ['x[]=1&x[]=2', { x: ['1', '2'] }],
    ['x[0]=1&x[1]=2', { x: ['1', '2'] }],
    ['x[5]=1&x[]=2', { x: { 5: '1', 6: '2' } }],
    ['x[05]=1&x[]=2', { x: { '05': '1', 0: '2' } }],
    ['x[10]=a&x[2]=b', { x: ['a', 'b'] }],
    ['x[2]=a&x[k]=b', { x: { 2: 'a', k: 'b' } }],
    ['g[5][filters][3][field]=firstname', { g: { 5: { filters: { 3: { field: 'firstname' } } } } }],
    ['a[b][c]=1&a[b][d]=2', { a: { b: { c: '1', d: '2' } } }],
    ['a=1&a[b]=2', { a: { b: '2' } }],
    ['a[b]=1&a=2', { a: '2' }],
    ['a[b]junk=1', { a: { b: '1' } }],
    ['a[b]junk[c]=1', { a: { b: '1' } }],
    ['a[b][c=1', { a: { b: '1' } }],
    ['a[b=1', { a_b: '1' }],
    ['a]b=1', { 'a]b': '1' }],
    ['[a]=1', {}],
    ['a[ ]=1', { a: ['1'] }],
    ['a[ b]=1', { a: { ' b': '1' } }],
    ['a[[b]=1', { a: { '[b': '1' } }],
    ['a.b=1&c d=2&e+f=3', { a_b: '1', c_d: '2', e_f: '3' }],
    ['a[b.c d]=1', { a: { 'b.c d': '1' } }],
    ['a.b[c]=1', { a_b: { c: '1' } }],
    ['+a=1&%20%20b=2', { a: '1', b: '2' }],
    ['q=a+b&r=a%2Bb&s=a%20b', { q: 'a b', r: 'a+b', s: 'a b' }],
    ['q=~%C3%A9', { q: '~é' }],
    ['a;b=1', { 'a;b': '1' }],
    ['___store=badstore', { ___store: 'badstore' }],
  ];
  for (const [raw, expected] of cases) {
    it(raw === '' ? 'nothing' : raw, () => assert.deepEqual(plain(parseQuery(raw)), expected));
  }

  it('keeps names in order of their first appearance', () => {
    assert.deepEqual(Object.keys(parseQuery('b=1&a=2&b=3&c[x]=4')), ['b', 'a', 'c']);
    assert.deepEqual(parseQuery('s[1][f]=x&s[0][f]=y').s, [parseQuery('f=x'), parseQuery('f=y')]);
  });

  it('takes names of prototypes for names', () => {
    const query = parseQuery(
      '__proto__[polluted]=1&constructor[prototype][polluted]=1&a[__proto__][polluted]=1&toString=x',
    );
    assert.equal(Object.getPrototypeOf(query), null);
    assert.deepEqual(Object.keys(query), ['__proto__', 'constructor', 'a', 'toString']);
    assert.deepEqual(Object.keys(Object.values(query)[0] as object), ['polluted']);
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
    assert.equal(query.hasOwnProperty, undefined);
  });
});

describe('the limits of parseQuery', () => {
  it('takes a thousand parameters and refuses one more', () => {
    const pairs = Array.from({ length: 1000 }, (_, i) => `p[]=${i}`);
    assert.equal((parseQuery(pairs.join('&')).p as unknown[]).length, 1000);
    assert.throws(
      () => parseQuery([...pairs, 'x'].join('&')),
      (error) => error instanceof LimitExceeded && error.limit === 'maxParameters' && error.max === 1000,
    );
  });

  it('takes 64 brackets and refuses one more', () => {
    assert.doesNotThrow(() => parseQuery(`a${'[b]'.repeat(64)}=1`));
    assert.throws(
      () => parseQuery(`a${'[b]'.repeat(65)}=1`),
      (error) => error instanceof LimitExceeded && error.limit === 'maxDepth',
    );
    assert.throws(() => parseQuery('a[b][c]=1', { maxParameters: 10, maxDepth: 1 }), LimitExceeded);
  });
});

describe('decodeForm', () => {
  const cases: [raw: string, expected: string][] = [
    ['abc', 'abc'],
    ['a+b%20c', 'a b c'],
    ['%31', '1'],
    ['%2531', '%31'],
    ['a%2Fb', 'a/b'],
    ['%F0%9F%98%80', '😀'],
    ['%c3%a9', 'é'],
    ['100%', '100%'],
    ['%zz%4', '%zz%4'],
    ['%G1%41', '%G1A'],
    ['%FF', '\ufffd'],
    ['a%80b', 'a\ufffdb'],
    ['%C3', '\ufffd'],
    ['\u00c3\u00a9', 'é'],
    ['\u00c3%A9', 'é'],
    ['%ED%A0%80', '\ufffd\ufffd\ufffd'],
  ];
  for (const [raw, expected] of cases) it(JSON.stringify(raw), () => assert.equal(decodeForm(raw), expected));

  it('undoes what encodeURIComponent does', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => decodeForm(encodeURIComponent(text)) === text));
  });
});

describe('whatever is sent', () => {
  it('parseQuery throws nothing but LimitExceeded', () => {
    const junk = fc.array(
      fc.constantFrom(
        'a',
        'b',
        '[',
        ']',
        '=',
        '&',
        '%',
        '5',
        '0',
        '.',
        ' ',
        '+',
        '%5B',
        '%5D',
        '__proto__',
        'é',
        '\u0000',
      ),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          junk.map((parts) => parts.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (raw) => {
          try {
            parseQuery(raw, { maxParameters: 5, maxDepth: 3 });
          } catch (error) {
            assert.ok(error instanceof LimitExceeded);
          }
        },
      ),
      { numRuns: 500 },
    );
    assert.deepEqual(Object.keys(Object.prototype), []);
  });

  it('nested structures come back as they were written', () => {
    const name = fc.stringMatching(/^[a-z_][a-z0-9_]{0,8}$/);
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.string({ unit: 'grapheme' }),
        fc.dictionary(name, tie('tree'), { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
        fc.array(tie('tree'), { minLength: 1, maxLength: 4 }),
      ),
    }));
    const write = (prefix: string, value: unknown): string[] =>
      typeof value === 'string'
        ? [`${encodeURIComponent(prefix)}=${encodeURIComponent(value)}`]
        : Object.entries(value as object).flatMap(([key, entry]) => write(`${prefix}[${key}]`, entry));
    fc.assert(
      fc.property(tree, (value) => {
        assert.deepEqual(plain(parseQuery(write('a', value).join('&')).a as PhpValue), value);
      }),
      { numRuns: 200 },
    );
  });
});
