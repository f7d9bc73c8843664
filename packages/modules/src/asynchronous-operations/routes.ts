import { allow, del, get, post } from '@tessera/webapi';
import { BulkManagement, BulkStatus, OperationRepository } from './contract/services.ts';

const bulks = allow('Magento_Logging::system_magento_logging_bulk_operations');
const ours = { extension: true, synchronousOnly: true };

export const routes = [
  get('/V1/bulk/:bulkUuid/detailed-status', BulkStatus.getBulkDetailedStatus, bulks),
  get('/V1/bulk/:bulkUuid/status', BulkStatus.getBulkShortStatus, bulks),
  get('/V1/bulk/:bulkUuid/operation-status/:status', BulkStatus.getOperationsCountByBulkIdAndStatus, bulks),
  get('/V1/bulk', OperationRepository.getList, bulks),

  get('/V1/bulks', BulkManagement.getList, bulks, ours),
  get('/V1/bulk/:bulkUuid', BulkManagement.get, bulks, ours),
  post('/V1/bulk/:bulkUuid/retry', BulkManagement.retry, bulks, ours),
  del('/V1/bulk/:bulkUuid', BulkManagement.cancel, bulks, ours),
];
