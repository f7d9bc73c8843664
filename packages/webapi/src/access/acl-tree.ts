import { refuseDouble } from '../module/doubles.ts';
import { ModuleError, shownValue } from '../module/module-error.ts';

/** A node of the ACL tree: what a role or an integration can be granted. */
export interface AclNode {
  readonly id: string;
  readonly title: string;
  readonly sortOrder: number;
  readonly children: readonly AclNode[];
}
/** A node that a module adds below an existing one. */
export interface AclAddition {
  readonly id: string;
  readonly title: string;
  readonly parent: string;
  readonly sortOrder?: number;
}

/** A module, as far as the tree is concerned. */
interface Grower {
  readonly name: string;
  readonly acl?: readonly AclAddition[];
}

/** Not `self` nor `anonymous`, which mean something else where a route names them. */
const ID = /^\w+::\w+$/;

/**
 * The tree with the modules' own nodes in their places.
 * @throws ModuleError where an id is there already or cannot be one, where a parent is unknown, and for nodes below themselves
 */
export function buildAclTree(base: readonly AclNode[], modules: readonly Grower[]): readonly AclNode[] {
  const owners = new Map(aclIds(base).map((id) => [id, 'Magento']));
  const parents = new Map<string, string>();
  const below = new Map<string, AclAddition[]>();
  for (const { name, acl = [] } of modules)
    for (const addition of acl) {
      const { id, parent } = addition;
      if (!ID.test(id))
        throw new ModuleError(name, `"${id}" cannot be an ACL resource; write it as ${name}::something.`);
      refuseDouble(name, owners.get(id), 'ACL resource', id);
      owners.set(id, name);
      parents.set(id, parent);
      below.set(parent, [...(below.get(parent) ?? []), addition]);
    }
  for (const [id, parent] of parents) checkPlace(id, parent, parents, owners);
  const grow = (node: AclNode): AclNode => {
    const added = (below.get(node.id) ?? []).map(
      (entry): AclNode => grow({ id: entry.id, title: entry.title, sortOrder: entry.sortOrder ?? 1000, children: [] }),
    );
    const children = [...node.children.map(grow), ...added].sort((a, b) => a.sortOrder - b.sortOrder);
    return { id: node.id, title: node.title, sortOrder: node.sortOrder, children };
  };
  return base.map(grow);
}

/** Goes up from an added node: at its end there must be one of the tree. */
function checkPlace(
  id: string,
  parent: string,
  parents: ReadonlyMap<string, string>,
  owners: ReadonlyMap<string, string>,
): void {
  const way = [id];
  for (let above: string | undefined = parent; above !== undefined; above = parents.get(above)) {
    if (!owners.has(above))
      throw new ModuleError(
        owners.get(way.at(-1) as string) as string,
        `the parent ${shownValue(above)} of the ACL resource "${way.at(-1)}" does not exist; name one of docs/acl.md or of a module's own.`,
      );
    if (way.includes(above))
      throw new ModuleError(
        owners.get(above) as string,
        `the ACL resource "${above}" is below itself (${[...way.slice(way.indexOf(above)), above].join(' < ')}), so nobody could be granted it; give it a parent that is in the tree.`,
      );
    way.push(above);
  }
}

/** All ids of a tree, depth first. */
export const aclIds = (nodes: readonly AclNode[]): string[] =>
  nodes.flatMap((node) => [node.id, ...aclIds(node.children)]);
