import { phpNumber } from '../contract/php-numbers.ts';

/** Placeholders of a message: by name (`%fieldName`) or by position (`%1`). */
export type MessageParameters = Readonly<Record<string, unknown>> | readonly unknown[];

/** An entry of an error's `errors` list. */
export interface ErrorDetail {
  readonly message: string;
  readonly parameters?: MessageParameters;
}

/** One kind of error of the catalogue: a stable code, an HTTP status and a message template. */
export interface Problem {
  readonly code: string;
  readonly status: number;
  /** Template with its placeholders, as Magento's clients match on it. */
  readonly message: string;
  /** true: placeholders are filled in on the wire, and no `parameters` are shown (Magento does so for type errors). */
  readonly rendered: boolean;
  readonly description: string;
}

/** Whether a value is what `problem` makes. */
export const isProblem = (value: unknown): value is Problem =>
  typeof value === 'function' &&
  typeof (value as unknown as Problem).code === 'string' &&
  typeof (value as unknown as Problem).status === 'number';

/**
 * The one error class of the Web API. Its public half is what a caller may see; `detail` and `cause` are for the log.
 */
export class WebapiError extends Error {
  readonly problem: Problem;
  readonly status: number;
  readonly parameters: MessageParameters | undefined;
  readonly errors: readonly ErrorDetail[];
  /** For the log only: what really happened. */
  readonly detail: string | undefined;
  /** Further response headers, for example `Retry-After`. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    problem: Problem,
    options: {
      parameters?: MessageParameters | undefined;
      errors?: readonly ErrorDetail[];
      detail?: string;
      cause?: unknown;
      headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(problem.rendered ? renderMessage(problem.message, options.parameters) : problem.message, {
      cause: options.cause,
    });
    this.name = 'WebapiError';
    this.problem = problem;
    this.status = problem.status;
    this.parameters = problem.rendered ? undefined : options.parameters;
    this.errors = options.errors ?? [];
    this.detail = options.detail;
    this.headers = options.headers ?? {};
  }

  get code(): string {
    return this.problem.code;
  }
}

/** Fills in the placeholders of a template: `%name` by name, `%1` by 1-based position. */
export function renderMessage(template: string, parameters: MessageParameters | undefined): string {
  if (parameters === undefined) return template;
  return template.replace(/%(\d+|[A-Za-z_]\w*)/g, (placeholder, key: string) => {
    const value = Array.isArray(parameters)
      ? parameters[Number(key) - 1]
      : (parameters as Record<string, unknown>)[key];
    if (value === undefined) return placeholder;
    return typeof value === 'number' ? phpNumber(value) : String(value ?? '');
  });
}

export interface ProblemFactory extends Problem {
  (
    parameters?: MessageParameters,
    options?: { errors?: readonly ErrorDetail[]; detail?: string; cause?: unknown; headers?: Record<string, string> },
  ): WebapiError;
}

/**
 * Declares one kind of error. The result is a function that makes the error, and carries the catalogue's entry.
 * @param code stable, snake_case; @param status HTTP status from 400 to 599; @param message template
 * @throws Error for a status that is none of an error: clients would take the answer for a good one
 */
export function problem(
  code: string,
  status: number,
  message: string,
  description: string,
  options: { rendered?: boolean } = {},
): ProblemFactory {
  if (!(Number.isInteger(status) && status >= 400 && status <= 599))
    throw new Error(`The problem "${code}" has the status ${status}; that of an error is from 400 to 599.`);
  const entry: Problem = Object.freeze({ code, status, message, description, rendered: options.rendered ?? false });
  const make = (parameters?: MessageParameters, more: ConstructorParameters<typeof WebapiError>[1] = {}): WebapiError =>
    new WebapiError(entry, { ...more, parameters });
  return Object.defineProperties(make, Object.getOwnPropertyDescriptors(entry)) as unknown as ProblemFactory;
}
