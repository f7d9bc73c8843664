import { LRUCache } from 'lru-cache';

/** Finished documents by key; the least recently used ones go when there are too many. */
export interface DocumentCache<T> {
  readonly get: (key: string, make: () => T) => T;
}

/** @param limit how many documents are kept */
export function documentCache<T extends object | string>(limit: number): DocumentCache<T> {
  const kept = new LRUCache<string, T>({ max: limit });
  return {
    get: (key, make) => {
      const known = kept.get(key);
      if (known !== undefined) return known;
      const made = make();
      kept.set(key, made);
      return made;
    },
  };
}
