import type { AclNode } from '@tessera/webapi';
import tree from './acl-tree.json' with { type: 'json' };

/** Magento's ACL resource tree. */
export const ACL_TREE: readonly AclNode[] = tree;
