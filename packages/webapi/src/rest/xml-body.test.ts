import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { DecodingError } from './json-body.ts';
import { decodeXml } from './xml-body.ts';

describe('decodeXml reads', () => {
  const cases: [label: string, xml: string, expected: unknown][] = [
    ['fields', '<r><customerEmail>q@q.co</customerEmail></r>', { customerEmail: 'q@q.co' }],
    [
      'a declaration and a comment',
      '<?xml version="1.0" encoding="UTF-8"?><!-- c --><r><a>q@q.co</a><b>1</b></r>',
      { a: 'q@q.co', b: '1' },
    ],
    ['a byte order mark', '\ufeff<?xml version="1.0"?><r><a>1</a></r>', { a: '1' }],
    ['CDATA', '<r><a><![CDATA[<b>&amp;]]></a></r>', { a: '<b>&amp;' }],
    ['a DOCTYPE within CDATA', '<r><a><![CDATA[<!DOCTYPE html>]]></a></r>', { a: '<!DOCTYPE html>' }],
    ['CDATA beside text', '<r><a>x<![CDATA[y]]>z<!-- - -->!</a></r>', { a: 'xyz!' }],
    ['an empty root', '<r/>', {}],
    ['an empty root with both tags', '<r></r>', {}],
    ['an empty element', '<r><a/><b></b></r>', { a: '', b: '' }],
    ['an indented document', '<r>\n  <a>1</a>\n  <b>\n    <c> x </c>\n  </b>\n</r>\n', { a: '1', b: { c: ' x ' } }],
    ['one item as a list', '<r><street><item>1</item></street></r>', { street: ['1'] }],
    ['several items as a list', '<r><street><item>1</item><item>2</item></street></r>', { street: ['1', '2'] }],
    [
      'items with fields',
      '<r><a>\n<item><city>A</city></item>\n<item><city>B</city></item></a></r>',
      { a: [{ city: 'A' }, { city: 'B' }] },
    ],
    ['a list at the root', '<r><item>1</item></r>', ['1']],
    ['a repeated name as a list', '<r><a>1</a><b>2</b><a>3</a></r>', { a: ['1', '3'], b: '2' }],
    ['text at the root', '<r>hello</r>', 'hello'],
    [
      'entities',
      '<r><a>A &amp; B</a><b>&#x17B;&#65;&quot;q&quot;&apos;&lt;&gt;&#128512;</b></r>',
      { a: 'A & B', b: 'ŻA"q"\'<>😀' },
    ],
    ['an escaped entity once', '<r><a>&amp;lt;</a></r>', { a: '&lt;' }],
    ['attributes as nothing', '<r xmlns="u"><a type="int">1</a><b x="1"/></r>', { a: '1', b: '' }],
    ['names with a prefix', '<n:r xmlns:n="u"><n:a>1</n:a></n:r>', { 'n:a': '1' }],
    ['numbers as text', '<r><a>007</a><b>1e5</b><c>true</c></r>', { a: '007', b: '1e5', c: 'true' }],
    [
      'names of methods',
      '<r><toString>1</toString><hasOwnProperty>2</hasOwnProperty></r>',
      { toString: '1', hasOwnProperty: '2' },
    ],
    [
      'processing instructions as nothing',
      '<?xml version="1.0"?><?x y?><r><a>1</a></r><?x y?><!-- end -->',
      { a: '1' },
    ],
  ];
  for (const [label, xml, expected] of cases) it(label, () => assert.deepEqual(decodeXml(xml), expected));

  it('bytes of UTF-8', () => {
    assert.deepEqual(decodeXml(Buffer.from('<r><a>Zoë</a></r>')), { a: 'Zoë' });
    assert.throws(() => decodeXml(Buffer.from('<r><a>Zo\u00eb</a></r>', 'latin1')), DecodingError);
  });
});

describe('decodeXml refuses', () => {
  const cases: [label: string, xml: string][] = [
    ['nothing', ''],
    ['plain text', 'hello'],
    ['a form', 'x=1'],
    ['JSON', '{"customerEmail":"q@q.co"}'],
    ['an open element', '<r><customerEmail>'],
    ['crossed elements', '<r><a><b></a></b></r>'],
    ['an unclosed attribute', '<r a="1><b/></r>'],
    ['an attribute without quotes', '<r a=1/>'],
    ['two roots', '<r/><r/>'],
    ['text behind the root', '<r/>junk'],
    ['text behind the root, then a comment', '<r/>junk<!-- x -->'],
    ['CDATA behind the root', '<r/><![CDATA[x]]>'],
    ['only a comment', '<!-- x -->'],
    ['a DOCTYPE', '<!DOCTYPE r><r/>'],
    ['a DOCTYPE in small letters', '<!doctype r><r/>'],
    ['entities of its own', '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>'],
    ['a DOCTYPE within the root', '<r><!DOCTYPE x></r>'],
    ['an unknown entity', '<r><a>&foo;</a></r>'],
    ['a bare ampersand', '<r><a>a & b</a></r>'],
    ['a reference to a forbidden character', '<r>&#0;</r>'],
    ['a reference to a surrogate', '<r>&#xD800;</r>'],
    ['a reference beyond Unicode', '<r>&#x110000;</r>'],
    ['a control character', '<r>\u0001</r>'],
    ['an unclosed comment', '<r><!-- x</r>'],
    ['unclosed CDATA', '<r><![CDATA[ x</r>'],
    ['an element that starts with a digit', '<r><1>x</1></r>'],
    ['__proto__', '<r><__proto__><polluted>1</polluted></__proto__></r>'],
    ['257 levels', '<a>'.repeat(257) + '</a>'.repeat(257)],
  ];
  for (const [label, xml] of cases) {
    it(label, () =>
      assert.throws(
        () => decodeXml(xml),
        (error) => error instanceof DecodingError && error.message === 'Decoding error.',
      ),
    );
  }

  it('256 levels are not too many', () => {
    assert.doesNotThrow(() => decodeXml('<a>'.repeat(256) + '</a>'.repeat(256)));
  });
});

it('decodeXml throws nothing but DecodingError and pollutes nothing', () => {
  const piece = fc.constantFrom(
    '<',
    '>',
    '</',
    '/>',
    '<a>',
    '</a>',
    '<item>',
    '</item>',
    '&',
    ';',
    '&lt;',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '<?',
    '?>',
    'x',
    '"',
    '=',
    '#text',
    '__proto__',
  );
  fc.assert(
    fc.property(fc.array(piece), (parts) => {
      try {
        decodeXml(`<r>${parts.join('')}</r>`);
      } catch (error) {
        assert.ok(error instanceof DecodingError);
      }
    }),
    { numRuns: 500 },
  );
  assert.deepEqual(Object.keys(Object.prototype), []);
});

it('more elements than anybody needs are not read', () => {
  const items = (count: number): string => `<r>${'<a/>'.repeat(count)}</r>`;
  assert.doesNotThrow(() => decodeXml(items(10_000)));
  assert.throws(() => decodeXml(items(400_000)), /More than 200000 elements/);
  assert.throws(() => decodeXml(items(10_000), 9_999), /More than 9999 elements/);
  assert.throws(() => decodeXml(`<r>${'a'.repeat(1000)}</r>`, 10), /More than 400 characters/);
});
