import { allow, del, get, post, put } from '@tessera/webapi';
import { CustomerGroupConfig, GroupManagement, GroupRepository } from './contract/groups.ts';

const group = allow('Magento_Customer::group');

export const groupRoutes = [
  get('/V1/customerGroups/:id', GroupRepository.getById, group),
  get('/V1/customerGroups/default/:storeId', GroupManagement.getDefaultGroup, group),
  get('/V1/customerGroups/default', GroupManagement.getDefaultGroup, group),
  put('/V1/customerGroups/default/:id', CustomerGroupConfig.setDefaultCustomerGroup, group),
  get('/V1/customerGroups/:id/permissions', GroupManagement.isReadonly, group),
  get('/V1/customerGroups/search', GroupRepository.getList, group),
  post('/V1/customerGroups', GroupRepository.save, group),
  put('/V1/customerGroups/:id', GroupRepository.save, group),
  del('/V1/customerGroups/:id', GroupRepository.deleteById, group),
];
