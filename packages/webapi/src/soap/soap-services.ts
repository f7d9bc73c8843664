import { soapOperationName } from '../contract/naming.ts';
import type { Parameters } from '../contract/service.ts';
import type { WireType } from '../contract/wire-types.ts';
import type { CompiledRoute } from '../pipeline/compiled-route.ts';
import type { ServiceEntry } from '../schema/service-catalogue.ts';

/** An operation as SOAP offers it. */
export interface SoapOperation {
  /** Service and method together: `customerCustomerRepositoryV1GetById`. */
  readonly name: string;
  readonly parameters: Parameters;
  readonly returns: WireType;
  readonly description: string | undefined;
  /** Every resource of every route of the operation: a caller needs them all (behaviour I5). */
  readonly resources: readonly string[];
  /** The first route, with those resources: its forced parameters are the ones that count. */
  readonly route: CompiledRoute;
}

export interface SoapService {
  readonly name: string;
  readonly operations: readonly SoapOperation[];
}

/** The operations of a service: routes of one method are one operation, unless a route names its own. */
export function soapService({ name, routes }: ServiceEntry): SoapService {
  const grouped = new Map<string, CompiledRoute[]>();
  for (const route of routes) {
    const key = route.route.soapOperation ?? route.route.operation.method;
    const known = grouped.get(key);
    if (known === undefined) grouped.set(key, [route]);
    else known.push(route);
  }
  return {
    name,
    operations: Array.from(grouped, ([key, members]) => soapOperation(soapOperationName(name, key), members)),
  };
}

function soapOperation(name: string, routes: readonly CompiledRoute[]): SoapOperation {
  const first = routes[0] as CompiledRoute;
  const resources = [...new Set(routes.flatMap(({ route }) => route.access.resources))];
  const { operation, access } = first.route;
  return {
    name,
    parameters: operation.parameters,
    returns: operation.returns,
    description: operation.description,
    resources,
    route: {
      ...first,
      anonymous: resources.every((resource) => resource === 'anonymous'),
      route: { ...first.route, access: { ...access, resources } },
    },
  };
}
