import { type Db, dateTime } from '@tessera/database';
import { implement, noSuchEntity } from '@tessera/webapi';
import { AddressRepository } from '../contract/address-repository.ts';
import { existingCustomer } from '../customers.ts';
import { customerRowToChange, isRowId } from '../rows.ts';
import { ADDRESS_COLUMNS, addressOnTheWire } from '../wire-form.ts';
import { customerUpdated } from './customer-events.ts';

async function existingAddress(db: Db, id: number) {
  const row = isRowId(id)
    ? await db.query
        .selectFrom('customer_address')
        .innerJoin('customer', 'customer.id', 'customer_address.customer_id')
        .select(ADDRESS_COLUMNS.map((column) => `customer_address.${column}` as const))
        .select(['customer.default_billing', 'customer.default_shipping'])
        .where('customer_address.id', '=', id)
        .executeTakeFirst()
    : undefined;
  if (row === undefined) throw noSuchEntity({ fieldName: 'addressId', fieldValue: id });
  return row;
}

export const addressRepository = implement(AddressRepository, {
  getById: async ({ addressId }, call) => {
    const row = await existingAddress(call.db, addressId);
    return addressOnTheWire(row, row);
  },

  deleteById: ({ addressId }, call) =>
    call.db.transaction(async (db) => {
      const reading = { db, ports: call.ports };
      await customerRowToChange(db, (await existingAddress(db, addressId)).customer_id);
      // Whoever changed the customer meanwhile may have removed the address.
      const { customer_id } = await existingAddress(db, addressId);
      const before = await existingCustomer(reading, customer_id);
      await db.query.deleteFrom('customer_address').where('id', '=', addressId).execute();
      for (const field of ['default_billing', 'default_shipping'] as const)
        await db.query
          .updateTable('customer')
          .set({ [field]: null })
          .where('id', '=', customer_id)
          .where(field, '=', addressId)
          .execute();
      const updated_at = dateTime(call.now());
      await db.query.updateTable('customer').set({ updated_at }).where('id', '=', customer_id).execute();
      await customerUpdated(call, db, before, await existingCustomer(reading, customer_id));
      return true;
    }),
});
