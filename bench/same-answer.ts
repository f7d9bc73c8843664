import { isDeepStrictEqual } from 'node:util';

/** Makes sure that a bound does the same work: both answer the same. */
export async function sameAnswer(
  ours: string,
  bound: string,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const [here, there] = await Promise.all(
    [ours, bound].map(async (url) => (await fetch(url, { headers })).json() as Promise<unknown>),
  );
  if (!isDeepStrictEqual(here, there))
    throw new Error(`the bound answers something else: ${JSON.stringify(here)} ${JSON.stringify(there)}`);
}
