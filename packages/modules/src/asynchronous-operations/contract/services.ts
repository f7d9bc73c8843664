import { int, maybe, operation, SearchCriteria, service, string } from '@tessera/webapi';
import {
  BulkOperationsStatus,
  BulkProgress,
  BulkProgressResults,
  DetailedBulkOperationsStatus,
  OperationSearchResults,
} from './data.ts';

export const BulkStatus = service('Magento\\AsynchronousOperations\\Api\\BulkStatusInterface', {
  getBulkDetailedStatus: operation({ bulkUuid: string }, DetailedBulkOperationsStatus),
  getBulkShortStatus: operation({ bulkUuid: string }, BulkOperationsStatus),
  getOperationsCountByBulkIdAndStatus: operation({ bulkUuid: string, status: int }, int),
});

export const OperationRepository = service('Magento\\AsynchronousOperations\\Api\\OperationRepositoryInterface', {
  getList: operation({ searchCriteria: SearchCriteria }, OperationSearchResults),
});

/** Ours: Magento lists, retries and cancels in its admin panel only. */
export const BulkManagement = service('Tessera\\AsynchronousOperations\\Api\\BulkManagementInterface', {
  getList: operation({ searchCriteria: maybe(SearchCriteria) }, BulkProgressResults, 'All bulks with their progress.'),
  get: operation({ bulkUuid: string }, BulkProgress, 'How far a bulk is.'),
  retry: operation({ bulkUuid: string }, BulkProgress, 'Opens the failed operations of a bulk again.'),
  cancel: operation({ bulkUuid: string }, BulkProgress, 'Cancels the operations of a bulk that are still open.'),
});
