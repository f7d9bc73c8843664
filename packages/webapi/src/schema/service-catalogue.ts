import { soapServiceName } from '../contract/naming.ts';
import type { CompiledRoute } from '../pipeline/compiled-route.ts';
import { servicesMissing, serviceUnknown } from './errors.ts';

/** A service as the documents know it: Magento's short name, and the routes that lead to it in their declared order. */
export interface ServiceEntry {
  readonly name: string;
  readonly routes: readonly CompiledRoute[];
  /** Ours, not Magento's: in a document of all services only where everything is wanted. */
  readonly extension: boolean;
}
export type ServiceCatalogue = ReadonlyMap<string, ServiceEntry>;

/** Groups the routes by service and version. */
export function compileServices(routes: readonly CompiledRoute[]): ServiceCatalogue {
  const grouped = new Map<string, CompiledRoute[]>();
  for (const route of routes) {
    const version = route.path.split('/').find((segment) => segment !== '') ?? 'V1';
    const name = soapServiceName(route.route.operation.service, version);
    const known = grouped.get(name);
    if (known === undefined) grouped.set(name, [route]);
    else known.push(route);
  }
  return new Map(
    Array.from(grouped, ([name, members]) => [
      name,
      { name, routes: members, extension: members.every(({ route }) => route.extension === true) },
    ]),
  );
}

const SERVICE_NAMES = /^[A-Za-z0-9]*V\d+(?:,[A-Za-z0-9]*V\d+)*$/;
export const MAX_SERVICES = 1000;

/**
 * Reads the parameter `services`: names separated by commas (behaviour H1).
 * @returns the names, each once
 * @throws servicesMissing for anything else
 */
export function requestedServices(text: unknown): readonly string[] {
  if (typeof text !== 'string' || !SERVICE_NAMES.test(text)) throw servicesMissing();
  const names = new Set(text.split(','));
  if (names.size > MAX_SERVICES) throw servicesMissing();
  return [...names];
}

/** The named services. @throws serviceUnknown for the first that does not exist */
export function selectServices(catalogue: ServiceCatalogue, names: readonly string[]): readonly ServiceEntry[] {
  return names.map((name) => {
    const entry = catalogue.get(name);
    if (entry === undefined) throw serviceUnknown([name]);
    return entry;
  });
}
