import { refuseDouble } from '../module/doubles.ts';
import type { Module } from '../module/module.ts';
import { ModuleError, shownValue } from '../module/module-error.ts';
import { isProblem, type Problem } from './problem.ts';

/**
 * Whether the code of every error stands for one thing; several modules may list the same.
 * @param exported what the packages export that have errors beside the modules'
 * @throws ModuleError where two errors have one code, and for what is none
 */
export function checkErrors(modules: readonly Module[], exported: readonly unknown[]): void {
  const owners = new Map<string, { module: string; error: Problem }>();
  for (const error of exported) if (isProblem(error)) owners.set(error.code, { module: 'Tessera', error });
  for (const { name: module, errors = [] } of modules)
    for (const error of errors) {
      if (!isProblem(error))
        throw new ModuleError(
          module,
          `"errors" has ${shownValue(error)} that is no error; name what problem(…) makes.`,
        );
      const owner = owners.get(error.code);
      if (owner?.error !== error) refuseDouble(module, owner?.module, 'error', error.code);
      owners.set(error.code, { module, error });
    }
}
