import { type AclNode, aclIds, buildAclTree } from '../access/acl-tree.ts';
import { checkGrantable } from '../access/grantable.ts';
import type { Module } from './module.ts';

/**
 * Looks for mistakes in what modules declare, which would otherwise show at the first request, or never.
 * @param modules all of them, in their order: of two that collide the later one is told
 * @param acl the tree without the modules' own nodes
 * @throws ModuleError for the first mistake
 */
export function checkModules(modules: readonly Module[], acl: readonly AclNode[]): void {
  const grantable = new Set(aclIds(buildAclTree(acl, modules)));
  checkGrantable(modules, grantable);
}
