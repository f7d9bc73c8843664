/** Finished documents by key; the least recently used ones go when there are too many. */
export interface DocumentCache<T> {
  readonly get: (key: string, make: () => T) => T;
}

/** @param limit how many documents are kept */
export function documentCache<T>(limit: number): DocumentCache<T> {
  const kept = new Map<string, T>();
  return {
    get: (key, make) => {
      const known = kept.get(key);
      const value = known ?? make();
      // A Map keeps the order of insertion, so the oldest is the first.
      kept.delete(key);
      kept.set(key, value);
      if (kept.size > limit) kept.delete(kept.keys().next().value as string);
      return value;
    },
  };
}
