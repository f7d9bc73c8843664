import { NativeSelect, TextInput, VisuallyHidden } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import classes from './data-grid.module.css';
import type { Column } from './grid-column.ts';
import type { GridChange, GridState } from './grid-state.ts';

interface CellProps<T> {
  readonly column: Column<T>;
  readonly state: GridState;
  readonly change: (changes: GridChange) => void;
}

/** The name of a column, by which the grid is sorted. */
export function HeadCell<T>({ column, state, change }: CellProps<T>) {
  const isSorted = state.sort === column.name;
  if (column.sorts !== true) return <th scope="col">{column.label}</th>;
  const next = isSorted && state.direction === 'ASC' ? 'DESC' : 'ASC';
  const Icon = !isSorted ? IconArrowsSort : state.direction === 'ASC' ? IconArrowUp : IconArrowDown;
  return (
    <th scope="col" aria-sort={!isSorted ? 'none' : state.direction === 'ASC' ? 'ascending' : 'descending'}>
      <button type="button" className={classes.sort} onClick={() => change({ sort: column.name, direction: next })}>
        {column.label}
        <Icon size={14} aria-hidden className={isSorted ? '' : (classes.unsorted ?? '')} />
      </button>
    </th>
  );
}

const TYPING_MILLISECONDS = 250;

/** What a column is filtered by. */
export function FilterField<T>({ column: { name, label, filter }, state, change }: CellProps<T>) {
  const value = state.filters[name] ?? '';
  const [text, setText] = useState(value);
  /** What was typed comes back as the address when more is there already: only what others set goes into the field. */
  const sent = useRef<readonly string[]>([]);
  useEffect(() => {
    const index = sent.current.indexOf(value);
    sent.current = index < 0 ? [] : sent.current.slice(index + 1);
    if (index < 0) setText(value);
  }, [value]);
  const set = (to: string): void => {
    if (to !== value) sent.current = [...sent.current, to];
    change(({ filters: { [name]: _, ...others } }) => ({ filters: to === '' ? others : { ...others, [name]: to } }));
  };
  const setSoon = useDebouncedCallback(set, TYPING_MILLISECONDS);
  if (filter === undefined) return <VisuallyHidden>no filter</VisuallyHidden>;
  if (filter !== 'text')
    return (
      <NativeSelect
        size="xs"
        aria-label={`Filter by ${label}`}
        value={value}
        data={[{ value: '', label: 'All' }, ...filter.map((choice) => ({ value: choice.value, label: choice.label }))]}
        onChange={(event) => set(event.currentTarget.value)}
      />
    );
  return (
    <TextInput
      size="xs"
      aria-label={`Filter by ${label}`}
      placeholder="Filter…"
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        setSoon(event.currentTarget.value.trim());
      }}
    />
  );
}
