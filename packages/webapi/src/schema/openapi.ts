import type { CompiledRoute } from '../pipeline/compiled-route.ts';
import { AsyncResponse } from './async-response.ts';
import { type DescribedOperation, pathsOf } from './document-paths.ts';
import type { DocumentScope } from './document-scope.ts';
import { createDefinitions, type Definitions, type Json } from './json-schema.ts';
import { describeRoute, type RouteDescription } from './route-description.ts';
import { bodySchema } from './swagger.ts';

const REFERENCES = '#/components/schemas/';
const FAILURE = { $ref: `${REFERENCES}error-response` };
const FAILURES = {
  400: 'The input breaks a rule; the message names it.',
  401: 'The caller lacks an ACL resource, or is not known.',
  404: 'There is no such thing.',
} as const;

const ERROR_RESPONSE: Json = {
  type: 'object',
  properties: {
    message: { type: 'string', description: 'Template; `%name` and `%1` stand for the parameters.' },
    parameters: { type: ['object', 'array'], description: 'Values by name, or in their order.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: { message: { type: 'string' }, parameters: { type: ['object', 'array'] } },
        required: ['message'],
      },
    },
  },
  required: ['message'],
};

/**
 * The OpenAPI 3.1 document of some services. Paths, operation ids and schema names are those of the Swagger document;
 * beyond it: the failures as they really answer, values of any type, and which fields are only sent or only received.
 * @returns all of the document but `openapi` and `servers`, which depend on the request
 */
export function openApiDocument(scope: DocumentScope): Json {
  const definitions = createDefinitions({ references: REFERENCES, anything: {}, directions: true });
  const paths = pathsOf(scope, (route, tag) => operationOf(route, tag, scope, definitions));
  return {
    info: {
      title: 'Tessera',
      version: '2.4',
      description: 'The Magento 2 Web API. `x-tessera-extension` marks what stock Magento has not.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    tags: scope.services.map(({ name, routes, extension }) => ({
      name,
      description: routes[0]?.route.operation.service ?? '',
      ...(extension ? { 'x-tessera-extension': true } : {}),
    })),
    paths,
    components: {
      schemas: { 'error-response': ERROR_RESPONSE, ...definitions.all() },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'Token of an admin, a customer or an integration.' },
        oauth: {
          // OpenAPI names no OAuth 1.0a, and code generators refuse an http scheme that they do not know.
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: 'OAuth 1.0a (RFC 5849) with an integration’s four values: a signature for every request.',
        },
      },
    },
  };
}

function operationOf(
  route: CompiledRoute,
  tag: string,
  scope: DocumentScope,
  definitions: Definitions,
): DescribedOperation {
  const description = describeRoute(route, scope.mode);
  const { operation, access, extension } = route.route;
  const parameters = [
    ...description.inPath.map(({ name, type }) => ({
      name,
      in: 'path',
      required: true,
      schema: definitions.schemaOf(type),
    })),
    ...description.inQuery.map(({ name, type, required }) => ({
      name: type.kind === 'list' ? `${name}[]` : name,
      in: 'query',
      required: required === true,
      schema: definitions.schemaOf(type),
    })),
  ];
  const described = {
    tags: [tag],
    operationId: description.operationId,
    summary: operation.description ?? sentence(operation.method),
    description: `ACL: ${access.resources.join(', ')}`,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(description.inBody === null ? {} : { requestBody: requestBody(description, scope, definitions) }),
    responses: responsesOf(route, description, scope, definitions),
    security: route.anonymous ? [{}, { bearer: [] }, { oauth: [] }] : [{ bearer: [] }, { oauth: [] }],
    ...(extension === true ? { 'x-tessera-extension': true } : {}),
  };
  return { path: description.path, operation: described };
}

/** `getDefaultGroup` → `Get default group`. */
const sentence = (method: string): string => {
  const words = method.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const content = (schema: Json): Json => ({ 'application/json': { schema }, 'application/xml': { schema } });

function requestBody({ inBody }: RouteDescription, { mode }: DocumentScope, definitions: Definitions): Json {
  const args = inBody?.arguments ?? [];
  const one = bodySchema(args, definitions);
  return {
    required: args.some(([, parameter]) => parameter.required),
    content: content(mode === 'async-bulk' ? { type: 'array', items: one } : one),
  };
}

function responsesOf(
  { anonymous, route }: CompiledRoute,
  { inPath, inQuery, inBody }: RouteDescription,
  { mode }: DocumentScope,
  definitions: Definitions,
): Json {
  const failing: (keyof typeof FAILURES)[] = [];
  if (inPath.length + inQuery.length > 0 || inBody !== null) failing.push(400);
  if (!anonymous) failing.push(401);
  if (inPath.length > 0 && mode === 'sync') failing.push(404);
  return {
    ...(mode === 'sync'
      ? { 200: { description: 'Success', content: content(resultSchema(route.operation.returns, definitions)) } }
      : { 202: { description: 'Accepted', content: content(definitions.schemaOf(AsyncResponse)) } }),
    ...Object.fromEntries(
      failing.map((status) => [status, { description: FAILURES[status], content: content(FAILURE) }]),
    ),
    default: { description: 'Any other failure', content: content(FAILURE) },
  };
}

/** An operation without a result answers an empty list. */
const resultSchema = (type: CompiledRoute['route']['operation']['returns'], definitions: Definitions): Json =>
  type.kind === 'void' ? { type: 'array', maxItems: 0 } : definitions.schemaOf(type);
