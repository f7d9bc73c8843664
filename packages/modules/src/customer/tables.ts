import { type Flag, type Id, idColumn, type Migration, type WithDefault } from '@tessera/database';
import { sql } from 'kysely';

export interface CustomerTable {
  id: Id;
  website_id: number;
  store_id: number;
  group_id: number;
  email: string;
  firstname: string;
  lastname: string;
  middlename: string | null;
  prefix: string | null;
  suffix: string | null;
  /** `YYYY-MM-DD`. */
  dob: string | null;
  gender: number | null;
  taxvat: string | null;
  /** Key that confirms the account; null once it is confirmed. */
  confirmation: string | null;
  /** Name that the store view had then. */
  created_in: string | null;
  created_at: string;
  updated_at: string;
  default_billing: number | null;
  default_shipping: number | null;
  disable_auto_group_change: Flag;
  is_subscribed: Flag;
  assistance_allowed: number | null;
  password_hash: string | null;
  failures: WithDefault<number>;
  /** Epoch seconds. */
  first_failure_at: number | null;
  /** Epoch seconds. */
  locked_until: number | null;
  /** SHA-256 of the token of a password reset, in hexadecimal. */
  reset_token_hash: string | null;
  /** Epoch seconds. */
  reset_token_at: number | null;
}

export interface CustomerAddressTable {
  id: Id;
  customer_id: number;
  country_id: string | null;
  region_id: number | null;
  region: string | null;
  region_code: string | null;
  /** Lines joined by line feeds. */
  street: string | null;
  company: string | null;
  telephone: string | null;
  fax: string | null;
  postcode: string | null;
  city: string | null;
  firstname: string | null;
  lastname: string | null;
  middlename: string | null;
  prefix: string | null;
  suffix: string | null;
  vat_id: string | null;
}

/** Values of the attributes that modules declare (`customerAttributes`). */
export interface CustomerAttributeValueTable {
  customer_id: number;
  attribute_code: string;
  value: string;
}

/** A password reset mail that was sent: their number is limited. */
export interface CustomerResetMailTable {
  id: Id;
  email_key: string;
  remote_address: string;
  /** Epoch seconds. */
  sent_at: number;
}

declare module '@tessera/database' {
  interface Schema {
    customer: CustomerTable;
    customer_address: CustomerAddressTable;
    customer_attribute_value: CustomerAttributeValueTable;
    customer_reset_mail: CustomerResetMailTable;
  }
}

export const migrations: readonly Migration[] = [
  {
    name: '0001-customers',
    up: async (db, dialect) => {
      await db.schema
        .createTable('customer')
        .addColumn('id', 'integer', idColumn(dialect))
        .addColumn('website_id', 'integer', (c) => c.notNull())
        .addColumn('store_id', 'integer', (c) => c.notNull())
        .addColumn('group_id', 'integer', (c) => c.notNull())
        .addColumn('email', 'text', (c) => c.notNull())
        .addColumn('firstname', 'text', (c) => c.notNull())
        .addColumn('lastname', 'text', (c) => c.notNull())
        .addColumn('middlename', 'text')
        .addColumn('prefix', 'text')
        .addColumn('suffix', 'text')
        .addColumn('dob', 'text')
        .addColumn('gender', 'integer')
        .addColumn('taxvat', 'text')
        .addColumn('confirmation', 'text')
        .addColumn('created_in', 'text')
        .addColumn('created_at', 'text', (c) => c.notNull())
        .addColumn('updated_at', 'text', (c) => c.notNull())
        .addColumn('default_billing', 'integer')
        .addColumn('default_shipping', 'integer')
        .addColumn('disable_auto_group_change', 'integer', (c) => c.notNull())
        .addColumn('is_subscribed', 'integer', (c) => c.notNull())
        .addColumn('assistance_allowed', 'integer')
        .addColumn('password_hash', 'text')
        .addColumn('failures', 'integer', (c) => c.notNull().defaultTo(0))
        .addColumn('first_failure_at', 'bigint')
        .addColumn('locked_until', 'bigint')
        .addColumn('reset_token_hash', 'text')
        .addColumn('reset_token_at', 'bigint')
        .execute();
      // Serves the search by e-mail and holds that an address is used once a website.
      await db.schema
        .createIndex('customer_email')
        .on('customer')
        .expression(sql`lower(email), website_id`)
        .unique()
        .execute();
      for (const column of ['group_id', 'created_at', 'updated_at'] as const)
        await db.schema.createIndex(`customer_${column}`).on('customer').column(column).execute();
      await db.schema
        .createTable('customer_address')
        .addColumn('id', 'integer', idColumn(dialect))
        .addColumn('customer_id', 'integer', (c) => c.notNull().references('customer.id').onDelete('cascade'))
        .addColumn('country_id', 'text')
        .addColumn('region_id', 'integer')
        .addColumn('region', 'text')
        .addColumn('region_code', 'text')
        .addColumn('street', 'text')
        .addColumn('company', 'text')
        .addColumn('telephone', 'text')
        .addColumn('fax', 'text')
        .addColumn('postcode', 'text')
        .addColumn('city', 'text')
        .addColumn('firstname', 'text')
        .addColumn('lastname', 'text')
        .addColumn('middlename', 'text')
        .addColumn('prefix', 'text')
        .addColumn('suffix', 'text')
        .addColumn('vat_id', 'text')
        .execute();
      await db.schema
        .createIndex('customer_address_customer')
        .on('customer_address')
        .columns(['customer_id', 'id'])
        .execute();
      await db.schema
        .createTable('customer_attribute_value')
        .addColumn('customer_id', 'integer', (c) => c.notNull().references('customer.id').onDelete('cascade'))
        .addColumn('attribute_code', 'text', (c) => c.notNull())
        .addColumn('value', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('customer_attribute_value_pk', ['customer_id', 'attribute_code'])
        .execute();
      await db.schema
        .createIndex('customer_attribute_value_search')
        .on('customer_attribute_value')
        .expression(sql`attribute_code, lower(value)`)
        .execute();
      await db.schema
        .createTable('customer_reset_mail')
        .addColumn('id', 'integer', idColumn(dialect))
        .addColumn('email_key', 'text', (c) => c.notNull())
        .addColumn('remote_address', 'text', (c) => c.notNull())
        .addColumn('sent_at', 'bigint', (c) => c.notNull())
        .execute();
      await db.schema.createIndex('customer_reset_mail_sent').on('customer_reset_mail').column('sent_at').execute();
    },
  },
];
