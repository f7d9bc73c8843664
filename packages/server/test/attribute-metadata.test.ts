import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AdminCaller, ALL_GRANTS, type CallerContext, defineModule } from '@tessera/webapi';
import { withApplication } from './application.ts';

const ADMIN: AdminCaller = { kind: 'admin', id: 1, username: 'a', roleId: 1, grants: ALL_GRANTS, proof: 'token' };
const always: CallerContext = { name: 'always', order: { rest: 1 }, identify: () => ADMIN };
const modules = [defineModule({ name: 'Test_Admin', callers: [always] })];

interface Attribute {
  attribute_code: string;
  options: { label: string; value?: string; options?: unknown[] }[];
}
const withMetadata = (run: (get: (path: string) => Promise<unknown>) => Promise<void>): Promise<void> =>
  withApplication(({ send }) => run(async (path) => (await send({ url: `/rest/V1/attributeMetadata/${path}` })).json), {
    modules,
  });

test('an attribute is described with its rules', () =>
  withMetadata(async (get) => {
    assert.deepEqual(await get('customer/attribute/firstname'), {
      frontend_input: 'text',
      input_filter: 'trim',
      store_label: 'First Name',
      validation_rules: [
        { name: 'max_text_length', value: '255' },
        { name: 'min_text_length', value: '1' },
      ],
      multiline_count: 0,
      visible: true,
      required: true,
      data_model: '',
      options: [],
      frontend_class: 'required-entry',
      user_defined: false,
      sort_order: 40,
      frontend_label: 'First Name',
      note: '',
      system: true,
      backend_type: 'static',
      is_used_in_grid: false,
      is_visible_in_grid: false,
      is_filterable_in_grid: false,
      is_searchable_in_grid: false,
      attribute_code: 'firstname',
    });
  }));

test('all attributes are listed, none of them user-defined', () =>
  withMetadata(async (get) => {
    assert.equal(((await get('customer')) as Attribute[]).length, 25);
    assert.equal(((await get('customerAddress')) as Attribute[]).length, 19);
    assert.deepEqual(await get('customer/custom'), []);
    assert.deepEqual(await get('customerAddress/custom'), []);
  }));

test('choices are what the installation has', () =>
  withMetadata(async (get) => {
    const options = async (path: string): Promise<Attribute['options']> => ((await get(path)) as Attribute).options;
    assert.deepEqual(await options('customer/attribute/website_id'), [{ label: 'Main Website', value: '1' }]);
    assert.deepEqual(await options('customer/attribute/group_id'), [
      { label: 'General', value: '1' },
      { label: 'Retailer', value: '3' },
      { label: 'Wholesale', value: '2' },
    ]);
    const indent = '\u00a0'.repeat(4);
    assert.deepEqual(await options('customer/attribute/store_id'), [
      { label: 'Main Website', options: [] },
      { label: `${indent}Main Website Store`, options: [{ label: `${indent}Default Store View`, value: '1' }] },
    ]);
    const countries = await options('customerAddress/attribute/country_id');
    assert.deepEqual(countries.slice(0, 2), [
      { label: ' ', value: '' },
      { label: 'Afghanistan', value: 'AF' },
    ]);
    assert.equal(countries.length, 249);
    assert.equal((await options('customerAddress/attribute/region_id')).length, 1157);
  }));

test('a form lists its attributes in their order', () =>
  withMetadata(async (get) => {
    const codes = async (path: string): Promise<string[]> =>
      ((await get(path)) as Attribute[]).map((attribute) => attribute.attribute_code);
    assert.deepEqual((await codes('customer/form/customer_account_create')).slice(0, 3), [
      'created_at',
      'prefix',
      'firstname',
    ]);
    assert.equal((await codes('customerAddress/form/customer_register_address')).length, 15);
  }));

test('an unknown attribute or form does not exist', () =>
  withMetadata(async (get) => {
    assert.deepEqual(await get('customerAddress/attribute/nope'), {
      message: 'No such entity with %fieldName = %fieldValue, %field2Name = %field2Value',
      parameters: {
        fieldName: 'entityType',
        fieldValue: 'customer_address',
        field2Name: 'attributeCode',
        field2Value: 'nope',
      },
    });
    assert.deepEqual(await get('customer/form/nope'), {
      message: 'No such entity with %fieldName = %fieldValue',
      parameters: { fieldName: 'formCode', fieldValue: 'nope' },
    });
  }));

test('attributes that modules give to customers are described, and are the custom ones', () =>
  withApplication(
    async ({ send }) => {
      const at = '/rest/V1/attributeMetadata/customer';
      const { json } = await send({ url: `${at}/custom` });
      assert.deepEqual(
        (json as Attribute[]).map((attribute) => attribute.attribute_code),
        ['loyalty_level'],
      );
      const one = (await send({ url: `${at}/attribute/loyalty_level` })).json as Record<string, unknown>;
      assert.deepEqual(
        [one['store_label'], one['user_defined'], one['system'], one['frontend_input']],
        ['Level', true, false, 'text'],
      );
      assert.equal(((await send({ url: at })).json as Attribute[]).length, 26);
    },
    {
      modules: [
        ...modules,
        defineModule({ name: 'Acme_Loyalty', customerAttributes: [{ code: 'loyalty_level', label: 'Level' }] }),
      ],
    },
  ));
