import { Alert, NativeSelect, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { sentence } from '../api/problem.ts';
import { aclQuery } from './acl-query.ts';
import { ResourceTree } from './resource-tree.tsx';
import { choiceOf, grantedBy, waysOf } from './selection.ts';

/** What somebody is granted: everything, or single resources. */
export interface Granted {
  readonly all_resources: boolean;
  readonly resources: readonly string[];
}

interface ResourcePickerProps {
  readonly value: Granted;
  readonly onChange: (value: Granted) => void;
  readonly isReadOnly?: boolean;
  /** What has to be done about it, beside the field. */
  readonly error?: string | undefined;
}

/** Resource access as in Magento's forms: All, or Custom with the tree. */
export function ResourcePicker({ value, onChange, isReadOnly = false, error }: ResourcePickerProps) {
  const { data: roots, error: failure } = useQuery(aclQuery);
  const ways = useMemo(() => waysOf(roots ?? []), [roots]);
  const chosen = useMemo(
    () => (value.all_resources ? new Set<string>() : choiceOf(value.resources, roots ?? [])),
    [value, roots],
  );
  return (
    <Stack gap="md">
      <NativeSelect
        label="Resource Access"
        maw={320}
        disabled={isReadOnly}
        value={value.all_resources ? '1' : '0'}
        error={error}
        data={[
          { value: '0', label: 'Custom' },
          { value: '1', label: 'All' },
        ]}
        onChange={(event) => onChange({ all_resources: event.currentTarget.value === '1', resources: [] })}
      />
      {failure !== null && <Alert color="red">{sentence(failure)}</Alert>}
      {value.all_resources ? (
        <Text size="sm" c="dimmed">
          Everything is granted, now and when modules bring new resources.
        </Text>
      ) : roots === undefined ? (
        <Skeleton height={240} />
      ) : (
        <ResourceTree
          roots={roots}
          chosen={chosen}
          isReadOnly={isReadOnly}
          onChange={(next) => onChange({ all_resources: false, resources: [...grantedBy(next, ways)] })}
        />
      )}
    </Stack>
  );
}
