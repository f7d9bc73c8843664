import type { Kernel } from './kernel.ts';
import { type DocumentMode, MODE_PREFIX, scopeTo } from './schema/document-scope.ts';
import { openApiDocument } from './schema/openapi.ts';
import { compileServices } from './schema/service-catalogue.ts';
import { swaggerDocument } from './schema/swagger.ts';
import { soapService } from './soap/soap-services.ts';
import { writeWsdl } from './soap/wsdl.ts';

/** Documents that are kept in files name no real host. */
const ORIGIN = 'http://localhost';
const everything = (): boolean => true;
const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

/**
 * All schema documents as a caller with every right sees them, for the repository's generated reference: Swagger 2.0
 * of Magento's services, OpenAPI 3.1 of all, each for synchronous, asynchronous and bulk calls, and a WSDL a service.
 * @returns texts by file name below one folder
 */
export function writeSchemaDocuments(kernel: Kernel): Map<string, string> {
  const services = [...compileServices(kernel.routes).values()];
  const files = new Map<string, string>();
  for (const [mode, suffix] of [
    ['sync', ''],
    ['async', '-async'],
    ['async-bulk', '-async-bulk'],
  ] satisfies readonly (readonly [DocumentMode, string])[]) {
    const basePath = `/rest/all${MODE_PREFIX[mode]}`;
    const stock = scopeTo(
      services.filter(({ extension }) => !extension),
      mode,
      'reference',
      everything,
    );
    const head = { swagger: '2.0', host: 'localhost', schemes: ['http'] };
    files.set(`swagger${suffix}.json`, json({ ...head, ...swaggerDocument(stock, basePath) }));
    const all = { openapi: '3.1.1', servers: [{ url: `${ORIGIN}${basePath}` }] };
    files.set(
      `openapi${suffix}.json`,
      json({ ...all, ...openApiDocument(scopeTo(services, mode, 'everything', everything)) }),
    );
  }
  const attributeTypes = kernel.modules.flatMap((module) => module.attributeTypes ?? []);
  for (const service of services) {
    const address = `${ORIGIN}/soap/all?services=${service.name}`;
    files.set(`wsdl/${service.name}.wsdl`, lines(writeWsdl([soapService(service)], address, attributeTypes)));
  }
  return files;
}

/** A line for every element, so that changes can be read. Texts stand in `documentation` only, on one line. */
const lines = (xml: string): string => xml.replaceAll('><', '>\n<');
