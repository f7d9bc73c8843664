import { AGGREGATE_PATH, type CompiledRoute, type Kernel } from '@tessera/webapi';
import { compileAsyncRouter, compileBulkRouter, isAsynchronous } from '../../../webapi/src/bulk/async-routes.ts';
import { bulkPath, soapServiceName } from '../../../webapi/src/contract/naming.ts';
import { templateSegments } from '../../../webapi/src/routing/router.ts';
import { compileSoapCatalogue } from '../../../webapi/src/soap/soap-catalogue.ts';
import type { TestRequest, TestResponse } from '../application.ts';

/** How an answer has to be understood. */
export interface Verdict {
  /** Status of the call itself, that of the part in an aggregate; 0 for SOAP, which has none. */
  readonly status: number;
  /** The resources that a refusal names, null where the call was not refused for want of a right. */
  readonly refused: string | null;
  readonly text: string;
}
/** One way of trying one operation. */
export interface Attempt {
  readonly name: string;
  /** What the caller has to hold for it. */
  readonly resources: readonly string[];
  readonly request: (store: string) => TestRequest;
  readonly read: (answer: TestResponse) => Verdict;
}

const REFUSAL = "The consumer isn't authorized to access %resources.";
interface ErrorBody {
  readonly message?: string;
  readonly parameters?: { readonly resources?: string };
}
const refusedBy = (body: unknown): string | null => {
  const { message, parameters } = (body ?? {}) as ErrorBody;
  return message === REFUSAL ? (parameters?.resources ?? '') : null;
};
const readJson: Attempt['read'] = ({ status, json, text }) => ({ status, refused: refusedBy(json), text });
/** Of an aggregate that was refused as a whole, the refusal itself. */
const readPart: Attempt['read'] = (answer) => {
  if (!Array.isArray(answer.json)) return readJson(answer);
  const [part] = answer.json as { status: number; body: unknown }[];
  return { status: part?.status ?? 0, refused: refusedBy(part?.body), text: answer.text };
};
const plain = (text: string): string => text.replaceAll('&#039;', "'").replaceAll('&apos;', "'");
const readXml: Attempt['read'] = ({ status, text }) => ({
  status,
  refused: plain(text).includes(REFUSAL) ? (/<resources>([^<]*)</.exec(text)?.[1] ?? '') : null,
  text,
});
const readFault: Attempt['read'] = ({ text }) => ({
  status: 0,
  refused: plain(text).includes(REFUSAL) ? (/<m:value>([^<]*)</.exec(text)?.[1] ?? '') : null,
  text,
});

/** Ids that nothing has, so that a call that is let through meets nothing. */
const NOWHERE = '999999';
const withValues = (path: string): string => path.replace(/:\w+/g, NOWHERE);
const bodyFor = (method: string): { body?: object } => (method === 'GET' ? {} : { body: {} });
const XML = { accept: 'application/xml', 'content-type': 'application/xml' };

/** A route by REST in both formats, and as a part of both kinds of aggregates. */
function synchronous({ method, path, route }: CompiledRoute): Attempt[] {
  const url = withValues(path);
  const { resources } = route.access;
  const aggregate = (atomic: boolean): Attempt => ({
    name: `${atomic ? 'atomic ' : ''}aggregate of ${method} ${path}`,
    resources,
    request: (store) => ({
      method: 'POST',
      url: `/rest/${store}${AGGREGATE_PATH.slice(1)}`,
      body: { atomic, calls: [{ id: 'a', method, url: `/rest/${store}${url.slice(1)}`, ...bodyFor(method) }] },
    }),
    read: readPart,
  });
  return [
    {
      name: `${method} ${path}`,
      resources,
      request: (store) => ({ method, url: `/rest/${store}${url.slice(1)}`, ...bodyFor(method) }),
      read: readJson,
    },
    {
      name: `${method} ${path} in XML`,
      resources,
      request: (store) => ({
        method,
        url: `/rest/${store}${url.slice(1)}`,
        headers: XML,
        ...(method === 'GET' ? {} : { body: '<request/>' }),
      }),
      read: readXml,
    },
    aggregate(false),
    aggregate(true),
  ];
}

/** A route as one asynchronous call and as a bulk; the routers of these say which route it really is. */
function queued(kernel: Kernel): (route: CompiledRoute) => Attempt[] {
  const ofOne = compileAsyncRouter(kernel.routes);
  const ofMany = compileBulkRouter(kernel.routes);
  return ({ method, path }) => {
    const one = withValues(path);
    const many = bulkPath(path);
    const resourcesOf = (match: typeof ofOne, at: string): readonly string[] | undefined =>
      match(method, templateSegments(at))?.route.route.access.resources;
    const attempt = (name: string, at: string, body: object, match: typeof ofOne): Attempt[] => {
      const resources = resourcesOf(match, at);
      const request = (store: string): TestRequest => ({ method, url: `/rest/${store}${name}${at}`, body });
      return resources === undefined ? [] : [{ name: `${name} ${method} ${path}`, resources, request, read: readJson }];
    };
    return [...attempt('async', one, {}, ofOne), ...attempt('async/bulk', many, [{}], ofMany)];
  };
}

/** An aggregate needs nothing by itself: its parts do, and they are tried one by one. */
const tried = (kernel: Kernel): readonly CompiledRoute[] => kernel.routes.filter(({ path }) => path !== AGGREGATE_PATH);

/** Every operation of SOAP; it needs what all routes of the operation need. */
export function soapAttempts(kernel: Kernel): (Attempt & { readonly route: CompiledRoute })[] {
  const names = new Set(tried(kernel).map(({ route }) => soapServiceName(route.operation.service)));
  return compileSoapCatalogue(kernel)
    .whole([...names])
    .flatMap(({ name: service, operations }) =>
      operations.map(({ name, resources, route }) => ({
        name: `SOAP ${name}`,
        resources,
        route,
        request: (store: string) => ({
          method: 'POST',
          url: `/soap/${store === '' ? 'default' : 'all'}?services=${service}`,
          headers: { 'content-type': 'application/soap+xml' },
          body: `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><${name}Request/></e:Body></e:Envelope>`,
        }),
        read: readFault,
      })),
    );
}

/** Every route of the kernel through every binding that offers it. */
export function allAttempts(kernel: Kernel): (Attempt & { readonly route: CompiledRoute })[] {
  const inQueue = queued(kernel);
  return [
    ...tried(kernel).flatMap((route) => [
      ...synchronous(route).map((attempt) => ({ ...attempt, route })),
      ...(isAsynchronous(route) ? inQueue(route).map((attempt) => ({ ...attempt, route })) : []),
    ]),
    ...soapAttempts(kernel),
  ];
}
