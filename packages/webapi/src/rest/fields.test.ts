import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { compileFields } from './fields.ts';

const region = { region_code: 'TX', region: 'Texas', region_id: 57 };
const address = {
  id: 1,
  region,
  street: ['123 Main St', 'Apt 4'],
  postcode: '78701',
  city: 'Austin',
  default_billing: true,
};
const customer = {
  id: 1,
  default_billing: '1',
  email: 'jane@example.com',
  firstname: 'Jane',
  addresses: [address],
  extension_attributes: { is_subscribed: false },
};
const apply = (fields: unknown, value: unknown = customer) => compileFields(fields)(value);

describe('fields of a customer, as recorded', () => {
  const cases: [fields: string, expected: unknown][] = [
    ['', customer],
    ['id', { id: 1 }],
    ['id,email', { id: 1, email: 'jane@example.com' }],
    ['id,id', { id: 1 }],
    ['id,nope', { id: 1 }],
    ['nope', []],
    ['ID', []],
    ['defaultBilling', []],
    ['default_billing', { default_billing: '1' }],
    ['addresses', { addresses: [address] }],
    ['addresses[]', { addresses: [[]] }],
    ['addresses[nope]', { addresses: [[]] }],
    ['addresses[city,nope]', { addresses: [{ city: 'Austin' }] }],
    ['addresses[city],id', { id: 1, addresses: [{ city: 'Austin' }] }],
    ['addresses[city,region[region]]', { addresses: [{ region: { region: 'Texas' }, city: 'Austin' }] }],
    [
      'addresses[region[region_code],city],email',
      { email: 'jane@example.com', addresses: [{ region: { region_code: 'TX' }, city: 'Austin' }] },
    ],
    ['addresses[region[region_id]],id', { id: 1, addresses: [{ region: { region_id: 57 } }] }],
    ['addresses[street]', { addresses: [{ street: ['123 Main St', 'Apt 4'] }] }],
    ['addresses[street[0]]', { addresses: [{ street: ['123 Main St', 'Apt 4'] }] }],
    ['addresses[city],addresses[postcode]', { addresses: [{ postcode: '78701' }] }],
    ['extension_attributes', { extension_attributes: { is_subscribed: false } }],
    ['extension_attributes[is_subscribed]', { extension_attributes: { is_subscribed: false } }],
    ['id[foo]', { id: 1 }],
    [',id', { id: 1 }],
    ['id,', { id: 1 }],
    ['id,,email', { id: 1, email: 'jane@example.com' }],
    ['id]', []],
    ['id[', []],
    ['addresses[city', []],
    ['addresses[city]]', []],
    ['addresses[region[region_id', []],
    ['[id]', []],
    ['[[id]]', []],
    ['addresses[city]id', []],
    [' id , email ', []],
    ['id email', []],
    ['id;email', []],
    ['id.email', []],
    ['addresses.city', []],
    ['id-email', []],
    ['*', []],
    ['é', []],
    ['id\n', []],
    ['__proto__', []],
    ['constructor,toString', []],
  ];
  for (const [fields, expected] of cases) it(JSON.stringify(fields), () => assert.deepEqual(apply(fields), expected));

  it('keep the order of the customer', () => {
    assert.deepEqual(Object.keys(apply('email,id') as object), ['id', 'email']);
  });

  it('sent as an array are malformed', () => assert.deepEqual(apply(['id']), []));
  it('not sent, mean everything', () => assert.equal(apply(undefined), customer));
});

describe('fields of other answers', () => {
  it('do not touch scalars', () => {
    for (const value of [false, true, 5, 'eyJ', null]) {
      assert.equal(apply('id', value), value);
      assert.equal(apply('id]', value), value);
    }
  });

  it('work on each entry of a list', () => {
    assert.deepEqual(
      apply('id,code', [
        { id: 0, code: 'admin', name: 'Admin' },
        { id: 1, code: 'base', name: 'Main' },
      ]),
      [
        { id: 0, code: 'admin' },
        { id: 1, code: 'base' },
      ],
    );
    assert.deepEqual(apply('nope', [{ id: 0 }, { id: 1 }]), [[], []]);
    assert.deepEqual(apply('id]', [{ id: 0 }]), []);
  });

  it('make null of an empty list', () => {
    assert.equal(apply('city', []), null);
    assert.deepEqual(apply('items[id],total_count', { items: [], total_count: 0 }), {
      items: null,
      total_count: 0,
    });
    assert.deepEqual(apply('items[id,addresses[city]]', { items: [customer, { id: 2, addresses: [] }] }), {
      items: [
        { id: 1, addresses: [{ city: 'Austin' }] },
        { id: 2, addresses: null },
      ],
    });
    assert.deepEqual(apply('search_criteria', { items: [], search_criteria: { filter_groups: [], page_size: 1 } }), {
      search_criteria: { filter_groups: [], page_size: 1 },
    });
  });

  const product = {
    sku: 's1',
    extension_attributes: { website_ids: [1], stock_item: { item_id: 1, qty: 100, is_in_stock: true } },
    custom_attributes: [
      { attribute_code: 'url_key', value: 's1' },
      { attribute_code: 'tax_class_id', value: '2' },
      { attribute_code: 'category_ids', value: ['2'] },
      { attribute_code: 'description', value: '<p>desc</p>' },
    ],
  };
  const of = (fields: string) =>
    (apply(`custom_attributes[${fields}]`, product) as { custom_attributes: unknown }).custom_attributes;

  it('choose custom attributes by code and keep their numbers', () => {
    assert.deepEqual(of('description'), { 3: { attribute_code: 'description', value: '<p>desc</p>' } });
    assert.deepEqual(of('description,tax_class_id'), {
      1: { attribute_code: 'tax_class_id', value: '2' },
      3: { attribute_code: 'description', value: '<p>desc</p>' },
    });
    assert.deepEqual(of('url_key'), [{ attribute_code: 'url_key', value: 's1' }]);
    assert.deepEqual(of('tax_class_id,url_key'), [
      { attribute_code: 'url_key', value: 's1' },
      { attribute_code: 'tax_class_id', value: '2' },
    ]);
    assert.deepEqual(of('nope'), []);
  });

  it('choose a key of all custom attributes', () => {
    assert.deepEqual(
      of('attribute_code'),
      product.custom_attributes.map(({ attribute_code }) => ({ attribute_code })),
    );
  });

  it('go into extension attributes', () => {
    assert.deepEqual(apply('extension_attributes[stock_item[qty,is_in_stock],website_ids]', product), {
      extension_attributes: { website_ids: [1], stock_item: { qty: 100, is_in_stock: true } },
    });
  });

  it('take names of prototypes for names', () => {
    const value = JSON.parse('{"__proto__":{"polluted":1},"a":1}');
    const kept = apply('__proto__[polluted]', value) as object;
    assert.deepEqual(Object.keys(kept), ['__proto__']);
    assert.equal(Object.getPrototypeOf(kept), Object.prototype);
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
  });
});

describe('compileFields', () => {
  it('compiles an expression once', () => {
    assert.equal(compileFields('id,sku'), compileFields('id,sku'));
  });

  it('forgets the expressions that were used least recently', () => {
    const often = compileFields('often');
    const once = compileFields('once');
    for (let i = 0; i < 600; i++) {
      compileFields(`filler${i}`);
      compileFields('often');
    }
    assert.equal(compileFields('often'), often);
    assert.notEqual(compileFields('once'), once);
  });

  it('refuses more than 64 levels', () => {
    assert.deepEqual(apply(`${'a['.repeat(64)}${']'.repeat(64)}`, { a: 1 }), { a: 1 });
    assert.deepEqual(apply(`${'a['.repeat(65)}${']'.repeat(65)}`, { a: 1 }), []);
  });

  it('never throws, and its filter neither throws nor changes what it is given', () => {
    const expression = fc.oneof(
      fc
        .array(fc.constantFrom('a', 'b', 'custom_attributes', 'attribute_code', '__proto__', '[', ']', ','))
        .map((parts) => parts.join('')),
      fc.string(),
      fc.anything(),
    );
    const value = fc.oneof(
      fc.jsonValue(),
      fc.object({
        key: fc.constantFrom('a', 'b', 'custom_attributes', 'attribute_code'),
        maxDepth: 4,
        withNullPrototype: true,
      }),
    );
    fc.assert(
      fc.property(expression, value, (fields, answer) => {
        const before = structuredClone(answer);
        compileFields(fields)(answer);
        assert.deepEqual(structuredClone(answer), before);
      }),
      { numRuns: 500 },
    );
    assert.deepEqual(Object.keys(Object.prototype), []);
  });
});
