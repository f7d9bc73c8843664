import type { Application } from '../application.ts';

/** What a fresh installation needs before it serves; returns lines for the person who started it. */
export async function firstStart(
  _application: Application,
  _options: { readonly demo: boolean },
): Promise<readonly string[]> {
  return [];
}
