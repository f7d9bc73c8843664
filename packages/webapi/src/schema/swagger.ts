import type { Parameter } from '../contract/service.ts';
import type { CompiledRoute } from '../pipeline/compiled-route.ts';
import { AsyncResponse } from './async-response.ts';
import { type DescribedOperation, pathsOf } from './document-paths.ts';
import type { DocumentScope } from './document-scope.ts';
import { createDefinitions, type Definitions, type Json } from './json-schema.ts';
import { type BodyArguments, describeRoute } from './route-description.ts';

const MEDIA_TYPES = ['application/json', 'application/xml'];
const REFERENCES = '#/definitions/';
const FAILURE = { $ref: `${REFERENCES}error-response` };
const FAILURES: Readonly<Record<number, string>> = {
  400: '400 Bad Request',
  401: '401 Unauthorized',
  500: 'Internal Server error',
};

/** The body of a failure, as Magento describes it. */
const ERROR_DEFINITIONS: Json = {
  'error-response': {
    type: 'object',
    properties: {
      message: { type: 'string', description: 'What went wrong; placeholders stand as they are' },
      errors: { $ref: `${REFERENCES}error-errors` },
      code: { type: 'integer', description: 'Error code' },
      parameters: { $ref: `${REFERENCES}error-parameters` },
      trace: { type: 'string', description: 'Stack trace, while developing only' },
    },
    required: ['message'],
  },
  'error-errors': { type: 'array', items: { $ref: `${REFERENCES}error-errors-item` } },
  'error-errors-item': {
    type: 'object',
    properties: { message: { type: 'string' }, parameters: { $ref: `${REFERENCES}error-parameters` } },
  },
  'error-parameters': { type: 'array', items: { $ref: `${REFERENCES}error-parameters-item` } },
  'error-parameters-item': {
    type: 'object',
    properties: {
      resources: { type: 'string', description: 'ACL resources that are missing' },
      fieldName: { type: 'string', description: 'Field that the message is about' },
      fieldValue: { type: 'string', description: 'Its value' },
    },
  },
};

/**
 * The Swagger 2.0 document of some services, with the names that Magento gives (behaviour H2–H5).
 * @param basePath what stands before the paths, for example `/rest/default`
 * @returns all of the document but `swagger`, `host` and `schemes`, which depend on the request
 */
export function swaggerDocument(scope: DocumentScope, basePath: string): Json {
  const definitions = createDefinitions({ references: REFERENCES, anything: { type: 'string' }, directions: false });
  const paths = pathsOf(scope, (route, tag) => operationOf(route, tag, scope, definitions));
  return {
    info: { version: '2.4', title: 'Tessera' },
    basePath,
    tags: scope.services.map(({ name, routes }) => ({ name, description: routes[0]?.route.operation.service ?? '' })),
    securityDefinitions: { api_key: { type: 'apiKey', name: 'api_key', in: 'header' } },
    paths,
    definitions: { ...ERROR_DEFINITIONS, ...definitions.all() },
  };
}

function operationOf(
  route: CompiledRoute,
  tag: string,
  scope: DocumentScope,
  definitions: Definitions,
): DescribedOperation {
  const description = describeRoute(route, scope.mode);
  const parameters: Json[] = [
    ...description.inPath.map(({ name, type }) => ({
      name,
      in: 'path',
      ...definitions.schemaOf(type),
      required: true,
    })),
    ...description.inQuery.map(({ name, type, required }) => ({
      name,
      in: 'query',
      ...definitions.schemaOf(type),
      ...(required === null ? {} : { required }),
    })),
  ];
  if (description.inBody !== null)
    parameters.push(bodyParameter(description.inBody, scope.mode === 'async-bulk', definitions));
  const { operation } = route.route;
  const described = {
    tags: [tag],
    ...(operation.description === undefined ? {} : { description: operation.description }),
    operationId: description.operationId,
    consumes: MEDIA_TYPES,
    produces: MEDIA_TYPES,
    ...(parameters.length > 0 ? { parameters } : {}),
    responses: responsesOf(route, scope, description.failures, definitions),
  };
  return { path: description.path, operation: described };
}

function bodyParameter(body: BodyArguments, asList: boolean, definitions: Definitions): Json {
  const one = { ...bodySchema(body.arguments, definitions), xml: { name: 'request' } };
  return { name: body.name, in: 'body', schema: asList ? { type: 'array', items: one } : one };
}

/** The arguments of a call as one object. */
export function bodySchema(args: readonly (readonly [string, Parameter])[], definitions: Definitions): Json {
  const required = args.filter(([, parameter]) => parameter.required).map(([name]) => name);
  return {
    ...(required.length > 0 ? { required } : {}),
    properties: Object.fromEntries(args.map(([name, { type }]) => [name, definitions.schemaOf(type)])),
    type: 'object',
  };
}

function responsesOf(
  { anonymous, route }: CompiledRoute,
  { mode }: DocumentScope,
  failures: readonly number[],
  definitions: Definitions,
): Json {
  const responses: Json = {};
  if (mode !== 'sync') responses['202'] = { description: '202 Accepted.', schema: definitions.schemaOf(AsyncResponse) };
  // Recorded: an operation without a result has no 200 either.
  else if (route.operation.returns.kind !== 'void')
    responses['200'] = { description: '200 Success.', schema: definitions.schemaOf(route.operation.returns) };
  const failing = [...(anonymous ? [] : [401]), ...(mode === 'sync' ? failures : [])];
  for (const status of failing) responses[status] = { description: FAILURES[status], schema: FAILURE };
  responses['default'] = { description: 'Unexpected error', schema: FAILURE };
  return responses;
}
