import { refuseDoubles } from '../module/doubles.ts';
import type { Module } from '../module/module.ts';
import { ModuleError } from '../module/module-error.ts';

/** @throws ModuleError for an endpoint where requests never get, and for two at one place */
export function checkEndpoints(modules: readonly Module[]): void {
  for (const { name, endpoints = [] } of modules)
    for (const { path, methods } of endpoints) {
      if (!Array.isArray(methods) || methods.length === 0)
        throw new ModuleError(name, `the endpoint ${path} has no methods; name some, for example ['GET'].`);
      if (!/^\/[^?#]*$/.test(path) || /^\/(?:rest|soap)(?:\/|$)/.test(path))
        throw new ModuleError(
          name,
          `the endpoint "${path}" is never reached; its path begins with a slash, ends before any ?, and is not below /rest or /soap.`,
        );
    }
  refuseDoubles(modules, 'endpoint', ({ endpoints = [] }) =>
    endpoints.flatMap(({ methods, path }) => methods.map((method) => `${method} ${path}`)),
  );
}
