import { ModuleError } from './module-error.ts';

/**
 * Goes through what the modules declare under names that hold for the whole installation.
 * @param kind what is declared, for the message: `setting`
 * @param namesOf the names that one module declares
 * @throws ModuleError naming both modules where a name is there twice
 */
export function refuseDoubles<M extends { readonly name: string }>(
  modules: readonly M[],
  kind: string,
  namesOf: (module: M) => Iterable<string>,
): void {
  const owners = new Map<string, string>();
  for (const module of modules)
    for (const name of namesOf(module)) {
      refuseDouble(module.name, owners.get(name), kind, name);
      owners.set(name, module.name);
    }
}

/** @param owner the module that has the name already, undefined where none has @throws ModuleError where one has it */
export function refuseDouble(module: string, owner: string | undefined, kind: string, name: string): void {
  if (owner === undefined) return;
  throw new ModuleError(
    module,
    owner === module
      ? `it declares the ${kind} "${name}" twice; leave one out or give it another name.`
      : `it declares the ${kind} "${name}", which ${owner} declares already; give yours another name.`,
  );
}
