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

/** The tree with the modules' own nodes in their places. Throws where a parent is unknown or an id is there already. */
export function buildAclTree(base: readonly AclNode[], additions: readonly AclAddition[]): readonly AclNode[] {
  const known = new Set(aclIds(base));
  const below = new Map<string, AclAddition[]>();
  for (const addition of additions) {
    if (known.has(addition.id)) throw new Error(`ACL resource ${addition.id} is declared twice`);
    known.add(addition.id);
    below.set(addition.parent, [...(below.get(addition.parent) ?? []), addition]);
  }
  for (const parent of below.keys()) if (!known.has(parent)) throw new Error(`ACL resource ${parent} does not exist`);
  const grow = (node: AclNode): AclNode => {
    const added = (below.get(node.id) ?? []).map(
      (entry): AclNode => grow({ id: entry.id, title: entry.title, sortOrder: entry.sortOrder ?? 1000, children: [] }),
    );
    const children = [...node.children.map(grow), ...added].sort((a, b) => a.sortOrder - b.sortOrder);
    return { id: node.id, title: node.title, sortOrder: node.sortOrder, children };
  };
  return base.map(grow);
}

/** All ids of a tree, depth first. */
export const aclIds = (nodes: readonly AclNode[]): string[] =>
  nodes.flatMap((node) => [node.id, ...aclIds(node.children)]);
