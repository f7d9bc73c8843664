import {
  type CriteriaField,
  type DialectName,
  type FieldKind,
  type FieldLookup,
  folded,
  pageCriteria,
  whereCriteria,
} from '@tessera/database';
import { type Call, type Input, type Output, readCriteria, type SearchCriteria } from '@tessera/webapi';
import { type Expression, type SqlBool, sql } from 'kysely';
import type { CustomerSearchResults } from '../contract/data.ts';
import { attributesOfCustomers, customerAttributes } from '../customer-attributes.ts';
import { addressesOfCustomers } from '../rows.ts';
import { CUSTOMER_COLUMNS, type CustomerRow, customerOnTheWire } from '../wire-form.ts';

const NUMBERS = ['gender', 'default_billing', 'default_shipping'];
const TEXTS = ['middlename', 'prefix', 'suffix', 'taxvat', 'confirmation', 'created_in'];
const DATES = ['dob'];
const REQUIRED_NUMBERS = ['website_id', 'store_id', 'group_id', 'disable_auto_group_change'];
const REQUIRED_TEXTS = ['email', 'firstname', 'lastname'];
const REQUIRED_DATES = ['created_at', 'updated_at'];
const own = (kind: FieldKind, names: readonly string[]) =>
  names.map((name): [string, CriteriaField] => [name, { column: sql.ref(`customer.${name}`), kind }]);
const required = (kind: FieldKind, names: readonly string[]) =>
  own(kind, names).map(([name, field]): [string, CriteriaField] => [name, { ...field, required: true }]);
/** Fields of the customer itself; what is secret is not among them. */
const ownFields = new Map([
  ...own('number', NUMBERS),
  ...own('text', TEXTS),
  ...own('date', DATES),
  ...required('number', REQUIRED_NUMBERS),
  ...required('text', REQUIRED_TEXTS),
  ...required('date', REQUIRED_DATES),
  ['entity_id', { column: sql.ref('customer.id'), kind: 'number', required: true }] as [string, CriteriaField],
]);

const BILLING = ['firstname', 'lastname', 'company', 'street', 'city', 'region', 'postcode', 'country_id', 'telephone'];
/** Fields of the default billing address, `billing_city` and the like. */
const billingFieldsOn = (dialect: DialectName): ReadonlyMap<string, CriteriaField> =>
  new Map(
    BILLING.map((name): [string, CriteriaField] => {
      const column = sql.ref(`customer_address.${name}`);
      const ofBilling = (value: Expression<unknown>): Expression<unknown> =>
        sql`(select ${value} from customer_address where customer_address.id = customer.default_billing)`;
      return [
        `billing_${name}`,
        {
          column: ofBilling(column),
          kind: 'text',
          order: ofBilling(folded(column, dialect)),
          elsewhere: {
            column,
            entities: (condition: Expression<SqlBool>) =>
              sql<SqlBool>`customer.default_billing in (select customer_address.id from customer_address where ${condition})`,
          },
        },
      ];
    }),
  );

const billingFields = { sqlite: billingFieldsOn('sqlite'), postgres: billingFieldsOn('postgres') };

function attributeField(code: string, dialect: DialectName): CriteriaField {
  const column = sql.ref('customer_attribute_value.value');
  const ofCode = sql`customer_attribute_value.attribute_code = ${code}`;
  const ofCustomer = (value: Expression<unknown>): Expression<unknown> =>
    sql`(select ${value} from customer_attribute_value where customer_attribute_value.customer_id = customer.id and ${ofCode})`;
  return {
    column: ofCustomer(column),
    kind: 'text',
    order: ofCustomer(folded(column, dialect)),
    elsewhere: {
      column,
      entities: (condition) =>
        sql<SqlBool>`customer.id in (select customer_attribute_value.customer_id from customer_attribute_value where ${ofCode} and ${condition})`,
    },
  };
}

/** Own fields, those of the billing address, and the attributes that modules declare. */
function fieldLookup(call: Call): FieldLookup {
  const declared = new Set(customerAttributes(call).map((attribute) => attribute.code));
  const { dialect } = call.db;
  return (name) =>
    ownFields.get(name) ??
    billingFields[dialect].get(name) ??
    (declared.has(name) ? attributeField(name, dialect) : null);
}

async function withAddresses(call: Call, rows: readonly CustomerRow[]) {
  const ids = rows.map((row) => row.id);
  if (ids.length === 0) return [];
  const hasAttributes = customerAttributes(call).length > 0;
  const [addresses, attributes] = await Promise.all([
    addressesOfCustomers(call.db, ids),
    hasAttributes ? attributesOfCustomers(call.db, ids) : null,
  ]);
  return rows.map((row) => customerOnTheWire(row, addresses.get(row.id) ?? [], attributes?.get(row.id)));
}

/** Customers by search criteria, with their addresses; in the order of their ids where none is asked for. */
export async function searchCustomers(
  call: Call,
  searchCriteria: Input<typeof SearchCriteria>,
): Promise<Output<typeof CustomerSearchResults>> {
  const criteria = readCriteria(searchCriteria);
  const fieldOf = fieldLookup(call);
  const { query, dialect } = call.db;
  const matching = whereCriteria(query.selectFrom('customer'), criteria, fieldOf, dialect);
  const page = pageCriteria(matching.select(CUSTOMER_COLUMNS), criteria, fieldOf, dialect, sql.ref('customer.id'));
  const count = matching.select((eb) => eb.fn.countAll<number>().as('count'));
  const rows = await page.execute();
  const whole = criteria.pageSize === null || (criteria.page === 1 && rows.length < criteria.pageSize);
  const total = whole ? rows.length : Number((await count.executeTakeFirstOrThrow()).count);
  const items = await withAddresses(call, rows);
  return { items, search_criteria: criteria.echo, total_count: total };
}
