type Parameters = Readonly<Record<string, unknown>> | readonly unknown[];

export interface ErrorBody {
  readonly message: string;
  readonly parameters?: Parameters;
  readonly errors?: readonly { readonly message: string; readonly parameters?: Parameters }[];
}

/** Fills in the placeholders of a message: `%fieldName` by name, `%1` by position. */
export function renderMessage(message: string, parameters: Parameters | undefined): string {
  if (parameters === undefined) return message;
  return message.replace(/%(\d+|[A-Za-z_]\w*)/g, (placeholder, key: string) => {
    const value = Array.isArray(parameters)
      ? parameters[Number(key) - 1]
      : (parameters as Record<string, unknown>)[key];
    return value === undefined ? placeholder : String(value ?? '');
  });
}

const fieldOf = (parameters: Parameters | undefined): string | null => {
  const name = Array.isArray(parameters)
    ? undefined
    : (parameters as Record<string, unknown> | undefined)?.['fieldName'];
  return typeof name === 'string' ? name.replace(/^.*[.:]/, '') : null;
};

/** The server refused a call; the message is ready to be shown. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly body: ErrorBody;
  /** Messages by the field that they speak of, in the names of the API. */
  readonly fields: Readonly<Record<string, string>>;

  constructor(status: number, body: ErrorBody) {
    const details = (body.errors ?? []).map((entry) => ({
      field: fieldOf(entry.parameters),
      text: renderMessage(entry.message, entry.parameters),
    }));
    const own = renderMessage(body.message, body.parameters);
    super(details.length > 0 ? details.map((detail) => detail.text).join(' ') : own);
    this.status = status;
    this.body = body;
    const fields: Record<string, string> = {};
    for (const { field, text } of details) if (field !== null) fields[field] ??= text;
    const field = fieldOf(body.parameters);
    if (field !== null) fields[field] ??= own;
    this.fields = fields;
  }

  /** A named parameter of the message, for example `reason`. */
  parameter(name: string): string | null {
    const { parameters } = this.body;
    if (parameters === undefined || Array.isArray(parameters)) return null;
    const value = (parameters as Record<string, unknown>)[name];
    return value === undefined || value === null ? null : String(value);
  }
}

/** No answer came: the network or the server is down. What was typed is still there; the call may be repeated. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
  constructor(cause: unknown) {
    super('The server cannot be reached. Nothing was lost: check the connection and try again.', { cause });
  }
}

/** The session was over when the call came; signing in again is asked for by itself. */
export class SessionEnded extends Error {
  override readonly name = 'SessionEnded';
  constructor() {
    super('Your session had ended, so nothing was done. What you have typed is still there: please try again.');
  }
}

/** A sentence for a person, whatever went wrong. */
export const sentence = (error: unknown): string =>
  error instanceof Error && error.message !== '' ? error.message : 'Something went wrong. Please try again.';
