import type { ErrorDetail, MessageParameters, WebapiError } from './problem.ts';

/** The body of an error answer: `parameters` and `errors` only when they hold something. */
export interface ErrorBody {
  message: string;
  errors?: ErrorDetail[];
  parameters?: MessageParameters;
}

/** The public half of an error, as every binding shows it. */
export function errorBody(error: WebapiError): ErrorBody {
  const body: ErrorBody = { message: error.message };
  if (error.errors.length > 0) body.errors = [...error.errors];
  if (error.parameters !== undefined && Object.keys(error.parameters).length > 0) body.parameters = error.parameters;
  return body;
}
