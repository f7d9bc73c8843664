import { refuseDouble } from '../module/doubles.ts';
import type { Module } from '../module/module.ts';
import { ModuleError, shownValue } from '../module/module-error.ts';
import type { Route } from '../routing/route.ts';
import { badName, PHP_NAME, type TypeCheck } from './check-types.ts';
import { soapServiceName } from './naming.ts';
import type { Operations, ServiceImplementation } from './service.ts';

type Owners = Map<string, { readonly module: string; readonly entry: ServiceImplementation }>;

/**
 * Whether every service is implemented once and wholly, of types that there are, and every route leads to one of them.
 * @throws ModuleError for the first of which that is not so
 */
export function checkServices(modules: readonly Module[], checkType: TypeCheck): void {
  const owners: Owners = new Map();
  const soapNames = new Map<string, { readonly module: string; readonly service: string }>();
  for (const { name: module, services = [] } of modules)
    for (const entry of services) {
      checkImplementation(module, entry);
      const { service } = entry;
      refuseDouble(module, owners.get(service)?.module, 'service', service);
      const soapName = soapServiceName(service);
      const other = soapNames.get(soapName);
      if (other !== undefined)
        throw new ModuleError(
          module,
          `the service ${service} has the short name ${soapName} as ${other.service} of ${other.module} has; give it another name.`,
        );
      owners.set(service, { module, entry });
      soapNames.set(soapName, { module, service });
      checkOperationTypes(module, service, entry.operations, checkType);
    }
  for (const { name, routes = [], attributeTypes = [] } of modules) {
    for (const route of routes) checkOperation(name, route, owners);
    for (const type of attributeTypes) checkType(name, 'an entry of "attributeTypes"', type);
  }
}

function checkImplementation(module: string, entry: ServiceImplementation): void {
  const { service, operations, methods } = (entry ?? {}) as Partial<ServiceImplementation>;
  if (typeof operations !== 'object' || typeof methods !== 'object' || methods === null)
    throw new ModuleError(
      module,
      `"services" has ${shownValue(entry)} that is no implementation; write implement(contract, { … }).`,
    );
  if (typeof service !== 'string' || !PHP_NAME.test(service))
    throw badName(module, 'service', service, 'NoteRepositoryInterface');
  for (const method of Object.keys(operations))
    if (typeof methods[method] !== 'function')
      throw new ModuleError(
        module,
        `the implementation of ${service} lacks ${method}; write it, or take it out of the contract.`,
      );
  // An object of a class may have methods for itself.
  if (Object.getPrototypeOf(methods) !== Object.prototype) return;
  const more = Object.keys(methods).find((method) => operations[method] === undefined);
  if (more !== undefined)
    throw new ModuleError(
      module,
      `the implementation of ${service} has ${more}, which is not in the contract; declare it there or take it out.`,
    );
}

function checkOperationTypes(module: string, service: string, operations: Operations, checkType: TypeCheck): void {
  for (const [method, operation] of Object.entries(operations)) {
    const name = `${service}::${method}`;
    if (typeof operation?.parameters !== 'object')
      throw new ModuleError(module, `${name} is no operation; write operation({ … }, type).`);
    for (const [argument, parameter] of Object.entries(operation.parameters))
      checkType(module, `the argument "${argument}" of ${name}`, parameter?.type);
    checkType(module, `the result of ${name}`, operation.returns);
  }
}

function checkOperation(module: string, { method, path, operation }: Route, owners: Owners): void {
  const wrong = (sentence: string): ModuleError => new ModuleError(module, `${method} ${path} ${sentence}`);
  if (typeof operation?.service !== 'string' || operation.service === '')
    throw wrong(`leads to ${shownValue(operation)}, which is no operation of a service; look at how it is spelt.`);
  const name = `${operation.service}::${operation.method}`;
  const owner = owners.get(operation.service);
  if (owner === undefined)
    throw wrong(`leads to ${name}, which no module implements; add implement(contract, { … }) to "services".`);
  if (owner.entry.operations[operation.method] !== operation)
    throw wrong(
      `leads to ${name} of another contract than ${owner.module} implements under that name; give the service of your own another name.`,
    );
}
