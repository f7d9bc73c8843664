import { allow, del, get, post, put } from '@tessera/webapi';
import { RoleManagement } from './contract/role-management.ts';
import { UserManagement } from './contract/user-management.ts';

const roles = allow('Magento_User::acl_roles');
const users = allow('Magento_User::acl_users');
const ours = { extension: true, synchronousOnly: true };
const guarded = { ...ours, identityCheck: true };

export const routes = [
  post('/V1/adminRoles', RoleManagement.create, roles, guarded),
  get('/V1/adminRoles', RoleManagement.getList, roles, ours),
  get('/V1/adminRoles/:id', RoleManagement.get, roles, ours),
  put('/V1/adminRoles/:id', RoleManagement.update, roles, guarded),
  del('/V1/adminRoles/:id', RoleManagement.delete, roles, guarded),

  post('/V1/adminUsers', UserManagement.create, users, guarded),
  get('/V1/adminUsers', UserManagement.getList, users, ours),
  get('/V1/adminUsers/:id', UserManagement.get, users, ours),
  put('/V1/adminUsers/:id', UserManagement.update, users, guarded),
  del('/V1/adminUsers/:id', UserManagement.delete, users, guarded),
];
