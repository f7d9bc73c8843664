import { data, int, list, optional, required, searchResults, string } from '@tessera/webapi';

const RESOURCE = 'Magento_Logging::system_magento_logging_bulk_operations';
const API = 'Magento\\AsynchronousOperations\\Api\\Data';

const OperationExtension = data(`${API}\\OperationExtensionInterface`, {
  start_time: optional(string, { aclToSee: RESOURCE }),
});

export const Operation = data(`${API}\\OperationInterface`, {
  extension_attributes: optional(OperationExtension),
  id: required(int),
  bulk_uuid: required(string),
  topic_name: required(string),
  serialized_data: required(string),
  result_serialized_data: required(string),
  status: required(int),
  result_message: required(string),
  error_code: required(int),
});

export const SummaryOperationStatus = data(`${API}\\SummaryOperationStatusInterface`, {
  id: required(int),
  status: required(int),
  result_message: required(string),
  error_code: required(int),
});

const BulkSummaryExtension = data(`${API}\\BulkSummaryExtensionInterface`, {});
const bulkFields = {
  extension_attributes: optional(BulkSummaryExtension),
  user_type: required(int),
  bulk_id: required(string),
  description: required(string),
  start_time: required(string),
  user_id: required(int),
  operation_count: required(int),
};

export const BulkOperationsStatus = data(`${API}\\BulkOperationsStatusInterface`, {
  operations_list: required(list(SummaryOperationStatus)),
  ...bulkFields,
});

export const DetailedBulkOperationsStatus = data(`${API}\\DetailedBulkOperationsStatusInterface`, {
  operations_list: required(list(Operation)),
  ...bulkFields,
});

export const OperationSearchResults = searchResults(`${API}\\OperationSearchResultsInterface`, Operation);

/** Ours: how far a bulk is, as one object. */
export const BulkProgress = data('Tessera\\AsynchronousOperations\\Api\\Data\\BulkProgressInterface', {
  bulk_id: required(string, { description: 'UUID of the bulk' }),
  description: required(string),
  start_time: required(string),
  user_type: required(int, { description: '1 integration, 2 admin, 3 customer, 4 guest' }),
  user_id: required(int),
  operation_count: required(int),
  complete: required(int),
  retriably_failed: required(int),
  failed: required(int),
  open: required(int),
  rejected: required(int, { description: 'cancelled before they were executed' }),
  status: required(int, { description: '0 not started, 1 in progress, 2 finished, 3 finished with failures' }),
  progress: required(int, { description: 'percentage of the operations that are no longer open' }),
});

export const BulkProgressResults = searchResults(
  'Tessera\\AsynchronousOperations\\Api\\Data\\BulkProgressSearchResultsInterface',
  BulkProgress,
);
