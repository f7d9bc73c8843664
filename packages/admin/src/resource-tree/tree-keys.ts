import type { Row } from './selection.ts';

export type TreeAction =
  | { readonly kind: 'go'; readonly to: string | undefined }
  | { readonly kind: 'toggle' | 'open' | 'close' };

/** What a key does in a tree (WAI-ARIA practices, tree view); null for keys that are not the tree's. */
export function treeKey(
  key: string,
  { node, parent }: Row,
  rows: readonly Row[],
  open: ReadonlySet<string>,
): TreeAction | null {
  const at = rows.findIndex((row) => row.node.id === node.id);
  const go = (to: string | undefined): TreeAction => ({ kind: 'go', to });
  switch (key) {
    case 'ArrowDown':
      return go(rows[at + 1]?.node.id);
    case 'ArrowUp':
      return go(rows[at - 1]?.node.id);
    case 'Home':
      return go(rows[0]?.node.id);
    case 'End':
      return go(rows.at(-1)?.node.id);
    case 'ArrowRight':
      if (node.children.length === 0) return go(undefined);
      return open.has(node.id) ? go(node.children[0]?.id) : { kind: 'open' };
    case 'ArrowLeft':
      return open.has(node.id) && node.children.length > 0 ? { kind: 'close' } : go(parent ?? undefined);
    case ' ':
    case 'Enter':
      return { kind: 'toggle' };
    default: {
      if (!/^[\p{L}\p{N}]$/u.test(key)) return null;
      const after = [...rows.slice(at + 1), ...rows.slice(0, at + 1)];
      return go(after.find((row) => row.node.title.toLowerCase().startsWith(key.toLowerCase()))?.node.id);
    }
  }
}
