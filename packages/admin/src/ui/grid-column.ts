import type { ReactNode } from 'react';
import { contains, type Filters } from '../api/search.ts';
import type { GridState } from './grid-state.ts';

export interface Choice {
  readonly value: string;
  readonly label: string;
  /** What has to hold, where it is more than that the field has the value. */
  readonly where?: () => Filters;
}
export interface Column<T> {
  /** Field of the API, for sorting and filtering. */
  readonly name: string;
  readonly label: string;
  readonly sorts?: boolean;
  /** `text` searches anywhere in the field; a list offers choices. */
  readonly filter?: 'text' | readonly Choice[];
  readonly show: (item: T) => ReactNode;
  readonly wide?: boolean;
}

/** What the filters of a grid ask for. */
export const filtersOf = <T>(columns: readonly Column<T>[], state: GridState): Filters =>
  columns.flatMap(({ name, filter }) => {
    const value = state.filters[name];
    if (value === undefined || filter === undefined) return [];
    if (filter === 'text') return [contains(name, value)];
    const choice = filter.find((known) => known.value === value);
    return choice?.where?.() ?? [{ field: name, value, condition: 'eq' as const }];
  });
