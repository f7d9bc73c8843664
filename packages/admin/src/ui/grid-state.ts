import { useNavigate, useSearch } from '@tanstack/react-router';

/** What a grid shows, kept in the address so that it can be shared, bookmarked and gone back to. */
export interface GridState {
  readonly page: number;
  readonly pageSize: number;
  readonly sort: string | null;
  readonly direction: 'ASC' | 'DESC';
  /** By column; what is not set is not there. */
  readonly filters: Readonly<Record<string, string>>;
}

export const PAGE_SIZES = [20, 50, 100, 200] as const;

const number = (value: unknown, otherwise: number): number => {
  const parsed = Math.trunc(Number(value));
  return parsed > 0 && parsed < 1_000_000 ? parsed : otherwise;
};

/** Reads the state from whatever stands in the address. */
export function readGridState(search: Readonly<Record<string, unknown>>): GridState {
  const filters: Record<string, string> = {};
  for (const [key, value] of Object.entries(search)) {
    const [, name] = /^f_(\w+)$/.exec(key) ?? [];
    if (name !== undefined && (typeof value === 'string' || typeof value === 'number') && value !== '')
      filters[name] = String(value);
  }
  const size = number(search['size'], 20);
  return {
    page: number(search['page'], 1),
    pageSize: PAGE_SIZES.some((known) => known === size) ? size : 20,
    sort: typeof search['sort'] === 'string' ? search['sort'] : null,
    direction: search['direction'] === 'DESC' ? 'DESC' : 'ASC',
    filters,
  };
}

/** The same state as it is written into the address; defaults are left out. */
export function writeGridState({
  page,
  pageSize,
  sort,
  direction,
  filters,
}: GridState): Record<string, string | number> {
  const search: Record<string, string | number> = {};
  if (page > 1) search['page'] = page;
  if (pageSize !== 20) search['size'] = pageSize;
  if (sort !== null) search['sort'] = sort;
  if (sort !== null && direction === 'DESC') search['direction'] = 'DESC';
  for (const [name, value] of Object.entries(filters)) if (value !== '') search[`f_${name}`] = value;
  return search;
}

/** What is to be another; of what it is now where it depends on that, since a change may still be on its way. */
export type GridChange = Partial<GridState> | ((now: GridState) => Partial<GridState>);

export function useGridState(): readonly [GridState, (change: GridChange) => void] {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const navigate = useNavigate();
  const change = (changes: GridChange): void => {
    const next = (before: Readonly<Record<string, unknown>>) => {
      const now = readGridState(before);
      return writeGridState({ ...now, page: 1, ...(typeof changes === 'function' ? changes(now) : changes) });
    };
    void navigate({ to: '.', search: next as never, replace: true, resetScroll: false });
  };
  return [readGridState(search), change];
}
