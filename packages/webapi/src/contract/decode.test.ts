import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { WebapiError } from '../errors/problem.ts';
import { argumentsDecoder, decoderOf } from './decode.ts';
import { maybe, operation } from './service.ts';
import { bool, boolean, data, float, int, list, mixed, optional, required, string } from './wire-types.ts';

const Extension = data('Test\\Extension', { is_subscribed: optional(boolean) });
const Address = data('Test\\Address', {
  region_id: optional(int),
  city: optional(string),
  street: optional(list(string)),
});
const Customer = data(
  'Test\\Customer',
  {
    id: optional(int),
    group_id: optional(int),
    email: required(string),
    balance: optional(float),
    addresses: optional(list(Address)),
    extension_attributes: optional(Extension),
    created_by: optional(string, { readOnly: true }),
  },
  { customAttributes: true },
);

const failure = (work: () => unknown): WebapiError => {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof WebapiError, String(error));
    return error;
  }
  throw new Error('nothing was thrown');
};
const customer = decoderOf(Customer);

describe('integers are read like PHP reads numeric strings', () => {
  const cases: [unknown, number][] = [
    [1, 1],
    ['1', 1],
    [1.5, 1],
    ['1.5', 1],
    [' 1 ', 1],
    ['1e0', 1],
    ['01', 1],
    ['.5', 0],
    ['+1', 1],
    ['-1', -1],
    [1e30, Number(5076964154930102272n)],
    ['1e30', 2 ** 63],
    ['1e999', 2 ** 63],
    ['-1e999', -(2 ** 63)],
    ['1e-400', 0],
    ['99999999999999999999', 2 ** 63],
    ['-99999999999999999999', -(2 ** 63)],
  ];
  for (const [value, expected] of cases) {
    test(`${JSON.stringify(value)} is ${expected}`, () => assert.equal(decoderOf(int)(value), expected));
  }
  const refused: [unknown, string][] = [
    [true, '1'],
    [false, ''],
    ['', ''],
    ['abc', 'abc'],
    ['1abc', '1abc'],
    ['0x1', '0x1'],
    ['1,000', '1,000'],
    [[], 'array'],
    [{ a: 1 }, 'array'],
    ['１', '１'],
  ];
  for (const [value, shown] of refused) {
    test(`${JSON.stringify(value)} is refused and shown as "${shown}"`, () => {
      assert.equal(
        failure(() => decoderOf(int)(value)).message,
        `The "${shown}" value's type is invalid. The "int" type was expected. Verify and try again.`,
      );
    });
  }
});

test('strings take any scalar as PHP prints it', () => {
  const decode = decoderOf(string);
  assert.deepEqual([5, 1.5, true, false, 'x'].map(decode), ['5', '1.5', '1', '', 'x']);
  assert.match(failure(() => decode([])).message, /"array".*"string"/);
});

test('booleans are true for the words that Magento knows and never fail on a scalar', () => {
  const decode = decoderOf(bool);
  for (const value of ['tRuE', ' on ', 1.0]) assert.equal(decode(value), true, String(value));
  for (const value of ['2', 'tru', 'on.', 2, 1.5]) assert.equal(decode(value), false, String(value));
  assert.deepEqual([1, '1', true, 'true', 'on', 'yes'].map(decode), Array(6).fill(true));
  assert.deepEqual([0, '0', false, 'false', 'off', 'no', '', 'x'].map(decode), Array(8).fill(false));
  assert.match(failure(() => decoderOf(boolean)([])).message, /"boolean"/);
});

test('a type error inside an object names the way to the field in the spelling of the client', () => {
  assert.equal(
    failure(() => customer({ extensionAttributes: { isSubscribed: [] } })).message,
    'Error occurred during "extensionAttributes" processing. Error occurred during "isSubscribed" processing. The "array" value\'s type is invalid. The "boolean" type was expected. Verify and try again.',
  );
  assert.match(
    failure(() => customer({ addresses: [{ region_id: 'x' }] })).message,
    /^Error occurred during "addresses" processing\. Error occurred during "region_id" processing\./,
  );
});

test('unknown keys are named in upper camel case, both spellings of known ones are taken, the last wins', () => {
  for (const [key, name] of [
    ['foo_bar', 'FooBar'],
    ['fooBar', 'FooBar'],
    ['foo-bar', 'Foo-bar'],
    ['5', '5'],
  ] as const) {
    assert.deepEqual(failure(() => customer({ [key]: 1 })).parameters, { fieldName: name });
  }
  assert.deepEqual(customer({ groupId: 1, group_id: 2 }), { group_id: 2 });
  assert.deepEqual(customer({ group_id: null }), { group_id: null });
});

test('a scalar in place of an object is an empty object, in place of a list of objects nothing', () => {
  assert.deepEqual(customer({ extension_attributes: 'x', addresses: 'x' }), {
    extension_attributes: {},
    addresses: null,
  });
  assert.match(
    failure(() => decoderOf(list(string))('default')).message,
    /The "string" value's type is invalid\. The "string\[\]" type/,
  );
});

test('a field without setter is ignored when empty and refused otherwise', () => {
  assert.deepEqual(customer({ created_by: '' }), {});
  assert.equal(failure(() => customer({ created_by: 'x' })).code, 'field_not_supported');
});

test('custom attributes come as a list in either spelling or as a map; incomplete ones are refused', () => {
  const expected = { custom_attributes: [{ attribute_code: 'a', value: 1 }] };
  assert.deepEqual(customer({ custom_attributes: [{ attribute_code: 'a', value: 1 }] }), expected);
  assert.deepEqual(customer({ customAttributes: [{ attributeCode: 'a', value: 1 }] }), expected);
  assert.deepEqual(customer({ custom_attributes: { a: 1 } }), expected);
  assert.equal(failure(() => customer({ custom_attributes: [{ value: 1 }] })).code, 'custom_attribute_without_code');
  assert.equal(
    failure(() => customer({ custom_attributes: [{ attribute_code: 'a' }] })).code,
    'custom_attribute_without_value',
  );
  assert.equal(failure(() => customer({ custom_attributes: [{}] })).code, 'custom_attribute_empty');
});

describe('arguments', () => {
  const decode = argumentsDecoder(
    operation({ customerEmail: string, websiteId: maybe(int), note: maybe(string, 'none') }, bool).parameters,
  );
  test('are found by camelCase first, then snake_case; unknown ones are ignored', () => {
    assert.deepEqual(decode({ customer_email: 'a', customerEmail: 'b', foo: 1 }), { customerEmail: 'b', note: 'none' });
    assert.deepEqual(decode({ customer_email: 'a', website_id: '3' }), {
      customerEmail: 'a',
      websiteId: 3,
      note: 'none',
    });
  });
  test('a scalar for a list of objects counts as missing', () => {
    const items = argumentsDecoder(operation({ items: list(Address), more: maybe(list(Address)) }, bool).parameters);
    for (const scalar of ['x', 1, Infinity, true])
      assert.deepEqual(failure(() => items({ items: scalar })).parameters, { fieldName: 'items' });
    assert.deepEqual(items({ items: [], more: 'x' }), { items: [] });
  });
  test('one missing gives the single message, several are listed', () => {
    const one = failure(() => decode({ customerEmail: null }));
    assert.deepEqual(
      [one.status, one.message, one.parameters],
      [400, '"%fieldName" is required. Enter and try again.', { fieldName: 'customerEmail' }],
    );
    const two = failure(() => argumentsDecoder(operation({ a: string, b: string }, bool).parameters)({}));
    assert.equal(two.message, 'One or more input exceptions have occurred.');
    assert.deepEqual(
      two.errors.map((detail) => detail.parameters),
      [{ fieldName: 'a' }, { fieldName: 'b' }],
    );
  });
});

test('whatever is sent, decoding gives a value or a Web API error of status 400, and pollutes nothing', () => {
  const decode = argumentsDecoder(
    operation({ customer: Customer, extra: maybe(mixed), ids: maybe(list(int)) }, bool).parameters,
  );
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.constantFrom('customer', 'ids', 'extra', '__proto__', 'constructor'),
        fc.anything({ maxDepth: 4, withNullPrototype: true }),
      ),
      (input) => {
        try {
          decode(input);
        } catch (error) {
          assert.ok(error instanceof WebapiError, String((error as Error).stack));
          assert.equal(error.status, 400);
        }
        assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
      },
    ),
    { numRuns: 500 },
  );
});
