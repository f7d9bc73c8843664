import { allow, del, get, post, put } from '@tessera/webapi';
import {
  GroupRepository,
  StoreConfigManager,
  StoreManagement,
  StoreRepository,
  WebsiteRepository,
} from './contract/repositories.ts';

const store = allow('Magento_Backend::store');
const ours = { extension: true };
const open = { optionallyAnonymous: true };

export const routes = [
  get('/V1/store/websites', WebsiteRepository.getList, store, open),
  get('/V1/store/storeGroups', GroupRepository.getList, store, open),
  get('/V1/store/storeViews', StoreRepository.getList, store, open),
  get('/V1/store/storeConfigs', StoreConfigManager.getStoreConfigs, store, open),

  post('/V1/store/websites', StoreManagement.saveWebsite, store, ours),
  put('/V1/store/websites/:id', StoreManagement.saveWebsite, store, ours),
  del('/V1/store/websites/:id', StoreManagement.deleteWebsite, store, ours),
  post('/V1/store/storeGroups', StoreManagement.saveGroup, store, ours),
  put('/V1/store/storeGroups/:id', StoreManagement.saveGroup, store, ours),
  del('/V1/store/storeGroups/:id', StoreManagement.deleteGroup, store, ours),
  post('/V1/store/storeViews', StoreManagement.saveStore, store, ours),
  put('/V1/store/storeViews/:id', StoreManagement.saveStore, store, ours),
  del('/V1/store/storeViews/:id', StoreManagement.deleteStore, store, ours),
];
