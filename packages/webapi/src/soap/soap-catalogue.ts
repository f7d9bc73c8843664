import type { Call } from '../access/call.ts';
import { notAuthorized } from '../errors/catalogue.ts';
import type { Kernel } from '../kernel.ts';
import { serviceUnknown } from '../schema/errors.ts';
import { compileServices } from '../schema/service-catalogue.ts';
import { compileVisibility, type Visibility } from '../schema/visibility.ts';
import { type SoapService, soapService } from './soap-services.ts';

/** The services of SOAP, as far as a caller may use them. */
export interface SoapCatalogue {
  readonly visibilityOf: (call: Call) => Visibility;
  /** All services with an operation that the caller may call. */
  readonly offered: (visibility: Visibility) => readonly SoapService[];
  /**
   * The named services with the operations that the caller may call.
   * @throws serviceUnknown; notAuthorized where no operation is left
   */
  readonly select: (names: readonly string[], visibility: Visibility) => readonly SoapService[];
  /** The named services with all their operations. */
  readonly whole: (names: readonly string[]) => readonly SoapService[];
}

/** Compiles the routes into SOAP services. */
export function compileSoapCatalogue(kernel: Kernel): SoapCatalogue {
  const services = new Map(Array.from(compileServices(kernel.routes), ([name, entry]) => [name, soapService(entry)]));
  const all = [...services.values()];
  const visibilityOf = compileVisibility(all.flatMap(({ operations }) => operations.map(({ resources }) => resources)));

  const visible = (list: readonly SoapService[], { allows }: Visibility): readonly SoapService[] =>
    list
      .map(({ name, operations }) => ({ name, operations: operations.filter(({ resources }) => allows(resources)) }))
      .filter(({ operations }) => operations.length > 0);
  const whole = (names: readonly string[]): readonly SoapService[] =>
    names.map((name) => {
      const service = services.get(name);
      if (service === undefined) throw serviceUnknown([name]);
      return service;
    });

  return {
    visibilityOf,
    whole,
    offered: (visibility) => visible(all, visibility),
    select: (names, visibility) => {
      const left = visible(whole(names), visibility);
      // Recorded: whoever may call nothing of them is refused by the names of the services.
      if (left.length === 0) throw notAuthorized({ resources: names.join(', ') });
      return left;
    },
  };
}
