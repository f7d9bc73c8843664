import { Button, Checkbox, Group, Text, TextInput } from '@mantine/core';
import { IconChevronRight, IconSearch } from '@tabler/icons-react';
import { useMemo, useRef, useState } from 'react';
import classes from './resource-tree.module.css';
import {
  type AclResource,
  grantedBy,
  idsOf,
  matching,
  type Row,
  shareOf,
  toggled,
  visibleRows,
  waysOf,
} from './selection.ts';
import { treeKey } from './tree-keys.ts';

interface ResourceTreeProps {
  readonly roots: readonly AclResource[];
  /** What was ticked; nodes above count as granted too. */
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
  readonly isReadOnly?: boolean;
}

/** The tree of ACL resources with check-boxes; a parent is partly checked while only some below it are granted. */
export function ResourceTree({ roots, chosen, onChange, isReadOnly = false }: ResourceTreeProps) {
  const [text, setText] = useState('');
  const ways = useMemo(() => waysOf(roots), [roots]);
  const granted = useMemo(() => grantedBy(chosen, ways), [chosen, ways]);
  const all = useMemo(() => roots.flatMap(idsOf), [roots]);
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set([...chosen].flatMap((id) => ways.get(id) ?? [])));
  const shown = useMemo(() => matching(roots, text), [roots, text]);
  const unfolded = useMemo(() => (text.trim() === '' ? open : new Set(shown.flatMap(idsOf))), [open, shown, text]);
  const rows = useMemo(() => visibleRows(shown, unfolded), [shown, unfolded]);
  const count = all.filter((id) => granted.has(id)).length;
  const toggle = (node: AclResource): void => {
    if (!isReadOnly) onChange(toggled(chosen, node, granted));
  };
  const isEverythingOpen = all.every((id) => open.has(id));
  return (
    <div>
      <Group gap="xs" mb="xs">
        <TextInput
          className={classes.search ?? ''}
          size="sm"
          aria-label="Search resources"
          placeholder="Search resources…"
          leftSection={<IconSearch size={15} aria-hidden />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button
          size="sm"
          variant="default"
          onClick={() => setOpen(isEverythingOpen ? new Set() : new Set(all))}
          disabled={text.trim() !== ''}
        >
          {isEverythingOpen ? 'Collapse all' : 'Expand all'}
        </Button>
        {!isReadOnly && (
          <Button size="sm" variant="default" onClick={() => onChange(count === all.length ? new Set() : new Set(all))}>
            {count === all.length ? 'Clear all' : 'Select all'}
          </Button>
        )}
        <Text size="sm" c="dimmed" role="status">
          {count} of {all.length} resources
        </Text>
      </Group>
      <Rows rows={rows} open={unfolded} setOpen={setOpen} granted={granted} toggle={toggle} isReadOnly={isReadOnly} />
      {rows.length === 0 && (
        <Text size="sm" c="dimmed" p="md">
          No resource is called that.
        </Text>
      )}
    </div>
  );
}

interface RowsProps {
  readonly rows: readonly Row[];
  readonly open: ReadonlySet<string>;
  readonly setOpen: (open: ReadonlySet<string>) => void;
  readonly granted: ReadonlySet<string>;
  readonly toggle: (node: AclResource) => void;
  readonly isReadOnly: boolean;
}

const CHECKED = { all: 'true', some: 'mixed', none: 'false' } as const;

function Rows({ rows, open, setOpen, granted, toggle, isReadOnly }: RowsProps) {
  const [at, setAt] = useState<string | null>(null);
  const tree = useRef<HTMLDivElement>(null);
  const current = rows.find((row) => row.node.id === at) ?? rows[0];
  const goTo = (id: string | undefined): void => {
    if (id === undefined) return;
    setAt(id);
    tree.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`)?.focus();
  };
  const unfold = (id: string, isOpen: boolean): void => {
    const next = new Set(open);
    if (isOpen) next.add(id);
    else next.delete(id);
    setOpen(next);
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (current === undefined) return;
    const action = treeKey(event.key, current, rows, open);
    if (action === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (action.kind === 'go') goTo(action.to);
    else if (action.kind === 'toggle') toggle(current.node);
    else unfold(current.node.id, action.kind === 'open');
  };
  return (
    <div
      ref={tree}
      role="tree"
      aria-label="API resources"
      aria-multiselectable
      className={classes.tree}
      onKeyDown={onKeyDown}
    >
      {rows.map(({ node, level, position, siblings }) => {
        const share = shareOf(node, granted);
        const isOpen = open.has(node.id);
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the keys
          <div
            key={node.id}
            data-id={node.id}
            role="treeitem"
            aria-level={level}
            aria-posinset={position}
            aria-setsize={siblings}
            aria-checked={CHECKED[share]}
            aria-disabled={isReadOnly || undefined}
            aria-label={node.title}
            {...(node.children.length > 0 ? { 'aria-expanded': isOpen } : {})}
            tabIndex={current?.node.id === node.id ? 0 : -1}
            className={classes.row}
            style={{ paddingLeft: (level - 1) * 22 }}
            onClick={() => {
              setAt(node.id);
              toggle(node);
            }}
            onFocus={() => setAt(node.id)}
          >
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the arrow keys do the same */}
            {/* biome-ignore lint/a11y/noStaticElementInteractions: for the mouse only */}
            <span
              className={classes.chevron}
              data-open={isOpen || undefined}
              data-leaf={node.children.length === 0 || undefined}
              onClick={(event) => {
                event.stopPropagation();
                unfold(node.id, !isOpen);
              }}
            >
              <IconChevronRight size={15} aria-hidden />
            </span>
            <Checkbox.Indicator
              size="xs"
              checked={share === 'all'}
              indeterminate={share === 'some'}
              disabled={isReadOnly}
              aria-hidden
            />
            <span className={classes.title}>{node.title}</span>
            {node.children.length > 0 && <Count node={node} granted={granted} />}
            <code className={classes.id}>{node.id}</code>
          </div>
        );
      })}
    </div>
  );
}

function Count({ node, granted }: { node: AclResource; granted: ReadonlySet<string> }) {
  const below = node.children.flatMap(idsOf);
  return (
    <span className={classes.count}>
      {below.filter((id) => granted.has(id)).length}/{below.length}
    </span>
  );
}
