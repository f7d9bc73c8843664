/** A node of the ACL tree, as the API shows it. */
export interface AclResource {
  readonly id: string;
  readonly title: string;
  readonly sort_order: number;
  readonly children: readonly AclResource[];
}

/** How much of a node is granted: it and everything below it, some of that, or nothing. */
export type Share = 'all' | 'some' | 'none';

/** Ids of a node and everything below it. */
export const idsOf = (node: AclResource): string[] => [node.id, ...node.children.flatMap(idsOf)];

/** The way from the root to a node, by its id; the node itself is not on it. */
export function waysOf(roots: readonly AclResource[]): ReadonlyMap<string, readonly string[]> {
  const ways = new Map<string, readonly string[]>();
  const visit = (node: AclResource, way: readonly string[]): void => {
    ways.set(node.id, way);
    for (const child of node.children) visit(child, [...way, node.id]);
  };
  for (const root of roots) visit(root, []);
  return ways;
}

/**
 * What a choice grants: the chosen nodes, and all nodes above them, since a page cannot be reached without those
 * (Magento grants them as well).
 */
export function grantedBy(
  chosen: ReadonlySet<string>,
  ways: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const granted = new Set<string>();
  for (const id of chosen) {
    granted.add(id);
    for (const above of ways.get(id) ?? []) granted.add(above);
  }
  return granted;
}

/** The choice behind what was saved: whatever is granted because of something below it needs no choice of its own. */
export function choiceOf(granted: Iterable<string>, roots: readonly AclResource[]): ReadonlySet<string> {
  const all = new Set(granted);
  const chosen = new Set<string>();
  const visit = (node: AclResource): boolean => {
    const below = node.children.map(visit);
    const isChosen = all.has(node.id) && (!below.includes(true) || shareOf(node, all) === 'all');
    if (isChosen) chosen.add(node.id);
    return all.has(node.id) || below.includes(true);
  };
  roots.forEach(visit);
  return chosen;
}

export function shareOf(node: AclResource, granted: ReadonlySet<string>): Share {
  const ids = idsOf(node);
  const count = ids.filter((id) => granted.has(id)).length;
  return count === 0 ? 'none' : count === ids.length ? 'all' : 'some';
}

/** Ticks a node with everything below it, or takes all of that away. */
export function toggled(
  chosen: ReadonlySet<string>,
  node: AclResource,
  granted: ReadonlySet<string>,
): ReadonlySet<string> {
  const next = new Set(chosen);
  const isAdding = shareOf(node, granted) !== 'all';
  for (const id of idsOf(node)) {
    if (isAdding) next.add(id);
    else next.delete(id);
  }
  return next;
}

/** The part of a tree in which something is called so; a node that is called so keeps everything below it. */
export function matching(roots: readonly AclResource[], text: string): readonly AclResource[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return roots;
  return roots.flatMap((node) => {
    if (`${node.title} ${node.id}`.toLowerCase().includes(wanted)) return [node];
    const children = matching(node.children, wanted);
    return children.length > 0 ? [{ ...node, children }] : [];
  });
}

/** A row of the tree as it is drawn. */
export interface Row {
  readonly node: AclResource;
  /** From 1. */
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  readonly parent: string | null;
}

/** The rows that are to be seen, from top to bottom. */
export function visibleRows(roots: readonly AclResource[], open: ReadonlySet<string>): readonly Row[] {
  const rows: Row[] = [];
  const visit = (nodes: readonly AclResource[], level: number, parent: string | null): void => {
    nodes.forEach((node, index) => {
      rows.push({ node, level, position: index + 1, siblings: nodes.length, parent });
      if (open.has(node.id)) visit(node.children, level + 1, node.id);
    });
  };
  visit(roots, 1, null);
  return rows;
}
