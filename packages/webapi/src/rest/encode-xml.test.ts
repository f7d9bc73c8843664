import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { encodeXml } from './encode-xml.ts';
import { decodeXml } from './xml-body.ts';

const HEAD = '<?xml version="1.0"?>\n';

describe('encodeXml writes the recorded bytes', () => {
  const recorded: [label: string, value: unknown, expected: string][] = [
    ['scalar', false, '<response>false</response>\n'],
    [
      'object',
      { id: 2, email: 'bob@example.com', firstname: 'Bob' },
      '<response>\n  <id>2</id>\n  <email>bob@example.com</email>\n  <firstname>Bob</firstname>\n</response>\n',
    ],
    [
      'list',
      [
        { id: 0, code: 'admin' },
        { id: 1, code: 'base' },
      ],
      '<response>\n  <item>\n    <id>0</id>\n    <code>admin</code>\n  </item>\n  <item>\n    <id>1</id>\n    <code>base</code>\n  </item>\n</response>\n',
    ],
    [
      'error with parameters',
      {
        message: 'No such entity with %fieldName = %fieldValue',
        parameters: { fieldName: 'customerId', fieldValue: 999 },
      },
      '<response>\n  <message>No such entity with %fieldName = %fieldValue</message>\n  <parameters>\n    <fieldName>customerId</fieldName>\n    <fieldValue>999</fieldValue>\n  </parameters>\n</response>\n',
    ],
    ['empty object', [], '<response/>\n'],
    [
      'nested list',
      { addresses: [{ region: { region_id: 57 }, street: ['123 Main St', 'Apt 4'], city: 'Austin' }] },
      '<response>\n  <addresses>\n    <item>\n      <region>\n        <region_id>57</region_id>\n      </region>\n      <street>\n        <item>123 Main St</item>\n        <item>Apt 4</item>\n      </street>\n      <city>Austin</city>\n    </item>\n  </addresses>\n</response>\n',
    ],
  ];
  for (const [label, value, expected] of recorded) it(label, () => assert.equal(encodeXml(value), HEAD + expected));
});

describe('encodeXml', () => {
  const inner = (value: unknown) =>
    encodeXml({ a: value }).slice(HEAD.length + '<response>\n  '.length, -'\n</response>\n'.length);
  const values: [label: string, value: unknown, expected: string][] = [
    ['empties null', null, '<a/>'],
    ['empties empty text', '', '<a/>'],
    ['empties an empty list', [], '<a/>'],
    ['empties an empty object', {}, '<a/>'],
    ['writes true', true, '<a>true</a>'],
    ['writes fractions', 10.5, '<a>10.5</a>'],
    ['writes floats as text', 0.1 + 0.2, '<a>0.3</a>'],
    ['writes small floats with a capital E', 0.00001, '<a>1.0E-5</a>'],
    ['escapes markup and leaves quotes', `<p class="a">b & c's</p>`, `<a>&lt;p class="a"&gt;b &amp; c's&lt;/p&gt;</a>`],
    ['writes characters beyond ASCII as references', 'Zoë 😀', '<a>Zo&#xEB; &#x1F600;</a>'],
    ['keeps lines and tabs', 'a\n\tb\r', '<a>a\n\tb&#13;</a>'],
    ['drops what XML forbids', 'a\0\u0008\u001f\ufffe\ud800b', '<a>ab</a>'],
  ];
  for (const [label, value, expected] of values) it(label, () => assert.equal(inner(value), expected));

  const keys: [key: string, name: string][] = [
    ['email', 'email'],
    ['foo-bar.baz', 'foo-bar.baz'],
    ['foo bar', 'foo_bar'],
    ['ns:name', 'ns_name'],
    ['7', 'item_7'],
    ['1abc', 'item_1abc'],
    ['-a', 'item_-a'],
    ['a<b>"c', 'abc'],
    ['größe', 'gre'],
    ['', 'item_'],
    ['__proto__', '__proto__'],
  ];
  for (const [key, name] of keys) {
    it(`names the element of ${JSON.stringify(key)} ${name}`, () => {
      assert.equal(
        encodeXml(Object.fromEntries([[key, 1]])),
        `${HEAD}<response>\n  <${name}>1</${name}>\n</response>\n`,
      );
    });
  }

  it('is read back by decodeXml with every text kept', () => {
    const name = fc
      .stringMatching(/^[a-z_][a-z0-9_]{0,8}$/)
      .filter((key) => key !== 'item' && !(key in Object.prototype) && key !== 'prototype');
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '')),
        fc.dictionary(name, tie('tree'), { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
        fc.array(tie('tree'), { minLength: 1, maxLength: 4 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(name, tree, { minKeys: 1, noNullPrototype: true }), (value) => {
        assert.deepEqual(decodeXml(encodeXml(value)), value);
      }),
      { numRuns: 200 },
    );
  });

  it('makes well-formed XML of anything', () => {
    fc.assert(
      fc.property(
        fc.object({
          withNullPrototype: true,
          key: fc.string({ unit: 'binary' }),
          values: [fc.string({ unit: 'binary' }), fc.double(), fc.constant(null)],
        }),
        (value) => {
          const names = JSON.stringify(value);
          if (!/__proto__|constructor|prototype/.test(names)) decodeXml(encodeXml(value));
        },
      ),
      { numRuns: 300 },
    );
  });
});
