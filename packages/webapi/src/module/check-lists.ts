import { ModuleError, shownValue } from './module-error.ts';

/**
 * Whether these parts of the manifests are lists, without empty places: what is spelt wrong is undefined.
 * @throws ModuleError for the first that is not
 */
export function checkLists<M extends { readonly name: string }>(
  modules: readonly M[],
  parts: readonly (keyof M & string)[],
): void {
  for (const module of modules)
    for (const part of parts) {
      const list: unknown = module[part];
      if (list === undefined) continue;
      if (!Array.isArray(list))
        throw new ModuleError(module.name, `"${part}" is ${shownValue(list)}; write a list, [ … ].`);
      const empty = list.findIndex((entry) => entry === undefined || entry === null);
      if (empty !== -1)
        throw new ModuleError(
          module.name,
          `entry ${empty + 1} of "${part}" is ${shownValue(list[empty])}; look at how it is spelt and where it is imported from.`,
        );
    }
}
