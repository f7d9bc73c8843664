import { byCodePoint, type Db, idList, isInIdList } from '@tessera/database';
import { type Call, type CustomAttribute, type Module, ModuleError, refuseDoubles, simpleText } from '@tessera/webapi';
import { sql } from 'kysely';
import { type AttributeRow, BUILT_IN_ATTRIBUTES } from './attribute-metadata.ts';
import { cut } from './rules/texts.ts';

/** An attribute of customers that a module declares: shown among `custom_attributes` and found by the search. */
export interface CustomerAttribute {
  /** Small letters, digits and underscores. */
  readonly code: string;
  readonly label: string;
}

declare module '@tessera/webapi' {
  interface Module {
    /** Attributes that the module gives to customers. */
    readonly customerAttributes?: readonly CustomerAttribute[];
  }
}

const CODE = /^[a-z][a-z0-9_]*$/;

/** @throws ModuleError for a code that cannot be one, or that is an attribute's already */
export function checkCustomerAttributes(modules: Call['ports']['modules']): void {
  for (const { name, customerAttributes = [] } of modules)
    for (const { code } of customerAttributes)
      if (!CODE.test(code))
        throw new ModuleError(
          name,
          `"${code}" cannot be the code of a customer attribute; use small letters, digits and underscores.`,
        );
  refuseDoubles<Pick<Module, 'name' | 'customerAttributes'>>(
    [{ name: 'Magento', customerAttributes: BUILT_IN_ATTRIBUTES.customer.map(withCode) }, ...modules],
    'customer attribute',
    ({ customerAttributes = [] }) => customerAttributes.map(({ code }) => code),
  );
}
const withCode = ({ attribute_code }: AttributeRow): CustomerAttribute => ({ code: attribute_code, label: '' });

const known = new WeakMap<Call['ports']['modules'], readonly CustomerAttribute[]>();

/** The attributes that all loaded modules declare. */
export function customerAttributes({ ports }: Pick<Call, 'ports'>): readonly CustomerAttribute[] {
  let attributes = known.get(ports.modules);
  if (attributes === undefined) {
    attributes = ports.modules.flatMap((module) => module.customerAttributes ?? []);
    known.set(ports.modules, attributes);
  }
  return attributes;
}

/** The values of some customers, by customer id. */
export async function attributesOfCustomers(
  db: Db,
  ids: readonly number[],
): Promise<ReadonlyMap<number, CustomAttribute[]>> {
  const rows = await db.query
    .selectFrom('customer_attribute_value')
    .selectAll()
    .where(isInIdList('customer_id', idList(ids, db.dialect), db.dialect))
    .orderBy(byCodePoint(sql.ref('attribute_code'), db.dialect))
    .execute();
  const byCustomer = new Map<number, CustomAttribute[]>();
  for (const { customer_id, attribute_code, value } of rows) {
    const list = byCustomer.get(customer_id);
    if (list === undefined) byCustomer.set(customer_id, [{ attribute_code, value }]);
    else list.push({ attribute_code, value });
  }
  return byCustomer;
}

/**
 * A value as text, null where it is empty; lists are joined by commas, as multiple choices are stored.
 * @throws WebapiError for a list in a list
 */
function textOf(value: unknown): string | null {
  const texts = typeof value === 'object' && value !== null ? Object.values(value).map(simple) : [simple(value)];
  return cut(texts.join(',')) || null;
}
const simple = (value: unknown): string =>
  typeof value === 'boolean' ? (value ? '1' : '0') : simpleText(value, 'custom_attributes');

/** Writes the given values of declared attributes; others are dropped in silence (observed). An empty value removes. */
export async function writeAttributes(
  db: Db,
  customerId: number,
  given: readonly CustomAttribute[],
  declared: readonly CustomerAttribute[],
): Promise<void> {
  const codes = new Set(declared.map((attribute) => attribute.code));
  for (const { attribute_code, value: sent } of given) {
    if (!codes.has(attribute_code)) continue;
    const value = textOf(sent);
    const { query } = db;
    if (value === null) {
      await query
        .deleteFrom('customer_attribute_value')
        .where('customer_id', '=', customerId)
        .where('attribute_code', '=', attribute_code)
        .execute();
    } else {
      await query
        .insertInto('customer_attribute_value')
        .values({ customer_id: customerId, attribute_code, value })
        .onConflict((conflict) => conflict.columns(['customer_id', 'attribute_code']).doUpdateSet({ value }))
        .execute();
    }
  }
}
