/** Rows as the databases give them. */
export interface Row {
  readonly [column: string]: string | number | null;
}
export type Value = string | number | null;

/** A statement as PostgreSQL writes it, with its parameters in the order of their use. */
const statement = (name: string, text: string) => ({ name, text });
export type Statement = ReturnType<typeof statement>;

const AUDIT = [
  ...['occurred_at', 'caller_kind', 'caller_id', 'caller_name', 'integration_id', 'token_id', 'remote_address'],
  ...['request_id', 'binding', 'method', 'route', 'operation', 'entity_type', 'entity_id', 'store_id', 'outcome'],
  'changes',
];
const NEW_CUSTOMER = [
  ...['website_id', 'store_id', 'group_id', 'email', 'firstname', 'lastname', 'created_in', 'created_at', 'updated_at'],
  ...['disable_auto_group_change', 'is_subscribed'],
];
const slots = (columns: readonly string[]): string => columns.map((_, index) => `$${index + 1}`).join(', ');

export const CUSTOMER = statement('customer', 'select * from customer where id = $1');
export const ADDRESSES = statement('addresses', 'select * from customer_address where customer_id = $1 order by id');
export const BY_EMAIL = statement(
  'by_email',
  'select * from customer where lower(email) collate "C" = lower($1) order by id',
);
export const UPDATE = statement(
  'update',
  'update customer set email = $1, firstname = $2, lastname = $3, updated_at = $4 where id = $5',
);
export const DEFAULTS = statement(
  'defaults',
  'update customer set default_billing = $1, default_shipping = $2 where id = $3',
);
export const INSERT = statement(
  'insert',
  `insert into customer (${NEW_CUSTOMER.join(', ')}) values (${slots(NEW_CUSTOMER)}) returning id`,
);
export const LOG = statement('log', `insert into audit_entry (${AUDIT.join(', ')}) values (${slots(AUDIT)})`);
