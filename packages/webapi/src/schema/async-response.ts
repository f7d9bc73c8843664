import { boolean, data, int, list, optional, required, string } from '../contract/wire-types.ts';

const ItemStatus = data('Magento\\AsynchronousOperations\\Api\\Data\\ItemStatusInterface', {
  id: required(int),
  data_hash: required(string),
  status: required(string),
  error_message: optional(string),
  error_code: optional(int),
});

/** The answer to an asynchronous call: what was accepted, and under which bulk it is found again. */
export const AsyncResponse = data('Magento\\AsynchronousOperations\\Api\\Data\\AsyncResponseInterface', {
  bulk_uuid: required(string),
  request_items: required(list(ItemStatus)),
  errors: required(boolean),
  extension_attributes: optional(
    data('Magento\\AsynchronousOperations\\Api\\Data\\AsyncResponseExtensionInterface', {}),
  ),
});
