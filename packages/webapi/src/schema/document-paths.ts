import type { CompiledRoute } from '../pipeline/compiled-route.ts';
import type { DocumentScope } from './document-scope.ts';
import type { Json } from './json-schema.ts';

/** An operation in a document, and the path that it stands under. */
export interface DescribedOperation {
  readonly path: string;
  readonly operation: Json;
}

/** The `paths` of a document: by path, then by method in lower case. */
export function pathsOf(
  { services }: DocumentScope,
  describe: (route: CompiledRoute, tag: string) => DescribedOperation,
): Json {
  const paths: Record<string, Json> = {};
  for (const { name, routes } of services)
    for (const route of routes) {
      const { path, operation } = describe(route, name);
      // Bulk paths of two routes may be the same; the first answers.
      (paths[path] ??= {})[route.method.toLowerCase()] ??= operation;
    }
  return paths;
}
