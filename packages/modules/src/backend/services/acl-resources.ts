import { type AclNode, implement } from '@tessera/webapi';
import { AclResources } from '../contract/acl-resources.ts';

interface Resource {
  id: string;
  title: string;
  sort_order: number;
  children: Resource[];
}
const onTheWire = ({ id, title, sortOrder, children }: AclNode): Resource => ({
  id,
  title,
  sort_order: sortOrder,
  children: children.map(onTheWire),
});

export const aclResources = implement(AclResources, {
  getTree: (_, call) => call.ports.acl.map(onTheWire),
});
