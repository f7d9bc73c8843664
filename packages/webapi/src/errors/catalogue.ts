import { type ErrorDetail, problem, WebapiError } from './problem.ts';

// The kernel's own errors. Modules declare theirs beside their services; docs/errors.md is generated from all of them.

export const inputInvalid = problem('input_invalid', 400, '%1', 'The input breaks a rule that the message names.', {
  rendered: true,
});
export const fieldRequired = problem(
  'field_required',
  400,
  '"%fieldName" is required. Enter and try again.',
  'A required argument is missing or null.',
);
export const severalInputErrors = problem(
  'input_exceptions',
  400,
  'One or more input exceptions have occurred.',
  'Several arguments are wrong; `errors` lists each.',
);
export const fieldNotSupported = problem(
  'field_not_supported',
  400,
  '"%fieldName" is not supported. Correct the field name and try again.',
  'An object has a key that its type does not know.',
);
export const typeInvalid = problem(
  'type_invalid',
  400,
  'The "%value" value\'s type is invalid. The "%type" type was expected. Verify and try again.',
  'A value cannot be read as the type that the contract names.',
  { rendered: true },
);
export const fieldProcessing = problem(
  'field_processing',
  400,
  'Error occurred during "%field" processing. %reason',
  'A value inside an object is wrong; the prefixes name the way to it.',
  { rendered: true },
);
export const invalidFieldValue = problem(
  'invalid_field_value',
  400,
  'Invalid value of "%value" provided for the %fieldName field.',
  'A value is of the right type, but not an allowed one.',
);
export const emptyCustomAttribute = problem(
  'custom_attribute_empty',
  400,
  'An empty custom attribute is specified. Enter the attribute and try again.',
  'An entry of `custom_attributes` has no content.',
);
export const customAttributeWithoutCode = problem(
  'custom_attribute_without_code',
  400,
  'A custom attribute is specified with a missing attribute code. Verify the code and try again.',
  'An entry of `custom_attributes` has no `attribute_code`.',
);
export const customAttributeWithoutValue = problem(
  'custom_attribute_without_value',
  400,
  'The "%attribute_code" attribute code doesn\'t have a value set. Enter the value and try again.',
  'An entry of `custom_attributes` has no `value`.',
  { rendered: true },
);
export const decodingFailed = problem(
  'decoding_failed',
  400,
  'Decoding error.',
  'The body is not well-formed JSON or XML in UTF-8.',
);
export const contentTypeRefused = problem(
  'content_type_refused',
  400,
  '%1',
  'The Content-Type header is missing, malformed or of a type that the API does not read.',
  { rendered: true },
);
export const requestTooLarge = problem(
  'request_too_large',
  413,
  'The request is larger than %1 bytes.',
  'The body is larger than the setting `tessera/limits/body_size` allows.',
  { rendered: true },
);
export const limitExceeded = problem(
  'limit_exceeded',
  400,
  '%1',
  'The request is nested too deeply or has too many parts.',
  { rendered: true },
);

export const requestNotProcessable = problem(
  'request_not_processable',
  400,
  'Specified request cannot be processed.',
  'The URL names no version, or a store code that does not exist.',
);
export const routeNotFound = problem(
  'route_not_found',
  404,
  'Request does not match any route.',
  'No route has this method and URL.',
);
export const methodNotSupported = problem(
  'method_not_supported',
  405,
  'The %1 HTTP method is not supported.',
  'Only GET, POST, PUT and DELETE are.',
  { rendered: true },
);
export const notAcceptable = problem(
  'not_acceptable',
  406,
  'Server cannot match any of the given Accept HTTP header media type(s) from the request: "%1" with media types from the config of response renderer.',
  'None of the accepted media types can be answered.',
  { rendered: true },
);
export const httpsRequired = problem(
  'https_required',
  400,
  'Operation allowed only in HTTPS',
  'The route answers over TLS only.',
);

export const notAuthorized = problem(
  'not_authorized',
  401,
  "The consumer isn't authorized to access %resources.",
  'The caller has no grant for every resource of the route, or is not known at all.',
);
export const noSuchEntity = problem(
  'no_such_entity',
  404,
  'No such entity with %fieldName = %fieldValue',
  'The thing asked for does not exist.',
);
export const noSuchEntityWithTwoFields = problem(
  'no_such_entity_two_fields',
  404,
  'No such entity with %fieldName = %fieldValue, %field2Name = %field2Value',
  'The thing asked for does not exist in this scope.',
);
export const internalError = problem(
  'internal_error',
  500,
  'Internal Error. Details are available in Magento log file. Report ID: %1',
  'A fault of the server; the log has the details under the report id.',
  { rendered: true },
);
export const temporarilyUnavailable = problem(
  'temporarily_unavailable',
  503,
  'The service is temporarily unavailable. Please try again later.',
  'The database cannot be reached or the server is shutting down.',
);
export const tooManyRequests = problem(
  'too_many_requests',
  429,
  'Too Many Requests',
  'A rate limit was reached; `Retry-After` says when to come again.',
);

/** One missing argument has the single form of the message, several are listed (recorded rule). */
export function missingFields(names: readonly string[]): WebapiError {
  return inputErrors(names.map((fieldName) => ({ message: fieldRequired.message, parameters: { fieldName } })));
}

/** An aggregate input error: exactly one detail takes the place of the whole, more are listed under `errors`. */
export function inputErrors(details: readonly ErrorDetail[]): WebapiError {
  const [first, second] = details;
  if (first !== undefined && second === undefined) {
    return new WebapiError(
      {
        ...severalInputErrors,
        code: 'field_required',
        message: first.message,
        status: 400,
        rendered: false,
        description: fieldRequired.description,
      },
      { parameters: first.parameters },
    );
  }
  return severalInputErrors(undefined, { errors: details });
}
