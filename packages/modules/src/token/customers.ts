import { statement } from '@tessera/database';
import { type Call, type CustomerCaller, USER_TYPE } from '@tessera/webapi';

const customerById = statement<{ id: number }>()((db, slot) =>
  db
    .selectFrom('customer')
    .leftJoin('token_revocation', (join) =>
      join
        .onRef('token_revocation.user_id', '=', 'customer.id')
        .on('token_revocation.user_type', '=', USER_TYPE.customer),
    )
    .select(['customer.id', 'website_id', 'store_id', 'group_id', 'revoke_before'])
    .where('customer.id', '=', slot('id')),
);

/** A customer as a caller, and since when its tokens count (seconds, exclusive). */
export interface KnownCustomer {
  readonly caller: CustomerCaller;
  readonly revokedBefore: number;
}

/** Looks up a customer who claims to call: one prepared statement. null for one that does not exist (any more). */
export async function customerCaller(
  call: Pick<Call, 'db'>,
  id: number,
  proof: CustomerCaller['proof'],
): Promise<KnownCustomer | null> {
  const [row] = await call.db.run(customerById, { id });
  if (row === undefined) return null;
  const { website_id, store_id, group_id, revoke_before } = row;
  return {
    caller: { kind: 'customer', id, websiteId: website_id, storeId: store_id, groupId: group_id, proof },
    revokedBefore: Number(revoke_before ?? -1),
  };
}
