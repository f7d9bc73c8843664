import { Alert, Button, Group, NativeSelect, Pagination, Paper, Skeleton, Text } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { sentence } from '../api/problem.ts';
import type { Found, Search } from '../api/search.ts';
import classes from './data-grid.module.css';
import { type Column, filtersOf } from './grid-column.ts';
import { FilterField, HeadCell } from './grid-head.tsx';
import { PAGE_SIZES, useGridState } from './grid-state.ts';
import { usePolling } from './use-polling.ts';

interface DataGridProps<T> {
  readonly name: string;
  /** Beginning of the query's key. */
  readonly queryKey: readonly unknown[];
  readonly load: (search: Search, signal: AbortSignal) => Promise<Found<T>>;
  readonly columns: readonly Column<T>[];
  readonly keyOf: (item: T) => string | number;
  readonly actions?: (item: T) => ReactNode;
  /** Field that orders the list unless a column does. */
  readonly defaultSort: string;
  readonly defaultDirection?: 'ASC' | 'DESC';
  /** Milliseconds after which the list is read again, where it grows while somebody looks on. */
  readonly refreshEvery?: number;
  /** Shown instead of the table when there is nothing at all. */
  readonly empty?: ReactNode;
  readonly above?: ReactNode;
}

/** A table of the server's: it filters, sorts and pages there. */
export function DataGrid<T>({
  name,
  queryKey,
  load,
  columns,
  keyOf,
  actions,
  defaultSort,
  defaultDirection = 'ASC',
  refreshEvery,
  empty,
  above,
}: DataGridProps<T>) {
  const [given, change] = useGridState();
  const sort = given.sort ?? defaultSort;
  const direction = given.sort === null ? defaultDirection : given.direction;
  const state = { ...given, sort, direction };
  const search: Search = {
    filters: filtersOf(columns, state),
    sort: { field: state.sort, direction: state.direction },
    page: state.page,
    pageSize: state.pageSize,
  };
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery({
    queryKey: [...queryKey, search],
    queryFn: ({ signal }) => load(search, signal),
    placeholderData: keepPreviousData,
    refetchInterval: usePolling(refreshEvery),
  });
  // A list that is only read again does not flicker.
  const isBusy = isFetching && (isPlaceholderData || data === undefined);
  const isFiltered = Object.keys(state.filters).length > 0;
  const pages = Math.max(1, Math.ceil((data?.total_count ?? 0) / state.pageSize));
  // The last record of the last page may be gone: the page before takes its place.
  const isBehind = data !== undefined && !isPlaceholderData && state.page > pages;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only where the list ends matters
  useEffect(() => {
    if (isBehind) change({ page: pages });
  }, [isBehind, pages]);
  if (data?.total_count === 0 && !isFiltered && empty !== undefined) return empty;
  return (
    <>
      {above}
      {error !== null && (
        <Alert color="red" mb="md" role="alert">
          {sentence(error)}{' '}
          <Button size="compact-sm" variant="subtle" onClick={() => void refetch()}>
            Try again
          </Button>
        </Alert>
      )}
      <Group justify="space-between" mb="xs" mih={30}>
        <Text size="sm" c="dimmed" role="status">
          {data === undefined
            ? 'Loading…'
            : `${data.total_count.toLocaleString('en')} ${data.total_count === 1 ? 'record' : 'records'} found`}
        </Text>
        {isFiltered && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconFilterOff size={15} />}
            onClick={() => change({ filters: {} })}
          >
            Reset Filter
          </Button>
        )}
      </Group>
      <Paper withBorder className={classes.frame ?? ''} data-busy={isBusy || undefined}>
        <table className={classes.table} aria-label={name} aria-busy={isBusy}>
          <thead>
            <tr>
              {columns.map((column) => (
                <HeadCell key={column.name} column={column} state={state} change={change} />
              ))}
              {actions !== undefined && <th scope="col">Action</th>}
            </tr>
            <tr className={classes.filters}>
              {columns.map((column) => (
                <td key={column.name} data-label={column.label} data-empty={column.filter === undefined || undefined}>
                  <FilterField column={column} state={state} change={change} />
                </td>
              ))}
              {actions !== undefined && <td data-empty />}
            </tr>
          </thead>
          <tbody>
            {data === undefined && error === null && (
              <Placeholders columns={columns.length + (actions === undefined ? 0 : 1)} />
            )}
            {data?.items.map((item) => (
              <tr key={keyOf(item)}>
                {columns.map((column) => (
                  <td key={column.name} data-label={column.label} data-wide={column.wide || undefined}>
                    {column.show(item)}
                  </td>
                ))}
                {actions !== undefined && (
                  <td className={classes.actions} data-label="">
                    {actions(item)}
                  </td>
                )}
              </tr>
            ))}
            {data?.items.length === 0 && (
              <tr>
                <td colSpan={columns.length + 1} className={classes.none}>
                  We couldn't find any records.
                </td>
              </tr>
            )}
          </tbody>
        </table>
      </Paper>
      <Group justify="space-between" mt="md">
        <NativeSelect
          aria-label="Records per page"
          size="xs"
          data={PAGE_SIZES.map((size) => ({ value: String(size), label: `${size} per page` }))}
          value={String(state.pageSize)}
          onChange={(event) => change({ pageSize: Number(event.currentTarget.value) })}
        />
        {pages > 1 && (
          <Pagination
            size="sm"
            total={pages}
            value={Math.min(state.page, pages)}
            onChange={(page) => change({ page })}
            getControlProps={(control) => ({ 'aria-label': control === 'next' ? 'Next page' : 'Previous page' })}
            getItemProps={(page) => ({ 'aria-label': `Page ${page}` })}
          />
        )}
      </Group>
    </>
  );
}

function Placeholders({ columns }: { columns: number }) {
  return Array.from({ length: 4 }, (_, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: they never change
    <tr key={row} aria-hidden>
      {Array.from({ length: columns }, (_cell, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they never change
        <td key={column}>
          <Skeleton height={14} my={4} width={`${50 + ((row + column) % 3) * 15}%`} />
        </td>
      ))}
    </tr>
  ));
}
