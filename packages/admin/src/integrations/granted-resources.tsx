import { Group, Skeleton, Text } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { aclQuery } from '../resource-tree/acl-query.ts';
import type { Granted } from '../resource-tree/resource-picker.tsx';
import { type AclResource, shareOf } from '../resource-tree/selection.ts';
import classes from './granted-resources.module.css';

/** What is granted, as a list that can be read at a glance: whole branches are named once. */
export function GrantedResources({ integration: { all_resources, resources } }: { integration: Granted }) {
  const { data: roots } = useQuery(aclQuery);
  if (all_resources)
    return (
      <Group gap="xs" wrap="nowrap">
        <IconShieldCheck size={20} aria-hidden />
        <Text size="sm" fw={600}>
          Everything: all resources of the API
        </Text>
      </Group>
    );
  if (roots === undefined) return <Skeleton height={80} />;
  const granted = new Set(resources);
  const shown = roots.filter((root) => shareOf(root, granted) !== 'none');
  if (shown.length === 0)
    return (
      <Text size="sm" c="dimmed">
        Nothing yet: choose resources in the tab API, else every call is refused.
      </Text>
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <section className={classes.frame} aria-label="Granted resources" tabIndex={0}>
      <Branches nodes={shown} granted={granted} />
    </section>
  );
}

function Branches({ nodes, granted }: { nodes: readonly AclResource[]; granted: ReadonlySet<string> }) {
  return (
    <ul className={classes.list}>
      {nodes.map((node) => {
        const share = shareOf(node, granted);
        if (share === 'none') return null;
        const isWhole = share === 'all';
        return (
          <li key={node.id}>
            {node.title}
            {isWhole && node.children.length > 0 && <span className={classes.whole}> and everything below</span>}
            {!isWhole && <Branches nodes={node.children} granted={granted} />}
          </li>
        );
      })}
    </ul>
  );
}
