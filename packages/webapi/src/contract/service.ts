import type { Call } from '../access/call.ts';
import type { DataType, Input, Output, WireType } from './wire-types.ts';

/** An argument of an operation. `required: false` arguments may be missing or null and arrive as `undefined`. */
export interface Parameter<T extends WireType = WireType, R extends boolean = boolean> {
  readonly type: T;
  readonly required: R;
  /** Value when the argument is missing. */
  readonly default?: unknown;
}
/** Marks an argument that may be missing. */
export const maybe = <T extends WireType>(type: T, fallback?: Input<T>): Parameter<T, false> =>
  Object.freeze({ type, required: false, ...(fallback === undefined ? {} : { default: fallback }) });

type ParameterDeclaration = WireType | Parameter;
type AsParameter<P> = P extends Parameter ? P : P extends WireType ? Parameter<P, true> : never;
export type Parameters = Readonly<Record<string, Parameter>>;

/** One operation of a service: named arguments in, one result out. */
export interface Operation<P extends Parameters = Parameters, R extends WireType = WireType> {
  readonly parameters: P;
  readonly returns: R;
  /** Set by `service()`. */
  readonly service: string;
  readonly method: string;
  /** Shown in the schema documents. */
  readonly description?: string;
}
export type AnyOperation = Operation<Parameters, WireType>;
export type Operations = Readonly<Record<string, AnyOperation>>;

/** A service contract: the PHP interface name that Magento's clients know it by, and its operations. */
export type Service<O extends Operations = Operations> = { readonly name: string; readonly operations: O } & O;

type RequiredArguments<P extends Parameters> = { [K in keyof P]: P[K]['required'] extends true ? K : never }[keyof P];
/** The arguments of an operation as its implementation receives them, decoded and checked. */
export type Arguments<P extends Parameters> = { [K in RequiredArguments<P>]: Input<P[K]['type']> } & {
  [K in Exclude<keyof P, RequiredArguments<P>>]?: Input<P[K]['type']> | undefined;
};

const isParameter = (declaration: ParameterDeclaration): declaration is Parameter =>
  typeof declaration === 'object' && declaration !== null && 'type' in declaration;

type Declared<P extends Record<string, ParameterDeclaration>> = { readonly [K in keyof P]: AsParameter<P[K]> };

/**
 * Declares an operation, to be named by `service()`.
 * @param parameters argument name (camelCase, as Magento's clients send it) to wire type, or `maybe(type)`
 * @param returns wire type of the result, `nothing` for none
 */
export function operation<P extends Record<string, ParameterDeclaration>, R extends WireType>(
  parameters: P,
  returns: R,
  description?: string,
): Operation<Declared<P>, R> {
  const named: Record<string, Parameter> = {};
  for (const [name, declaration] of Object.entries(parameters)) {
    named[name] = isParameter(declaration) ? declaration : Object.freeze({ type: declaration, required: true });
  }
  return {
    parameters: Object.freeze(named) as Declared<P>,
    returns,
    service: '',
    method: '',
    ...(description ? { description } : {}),
  };
}

/** Declares a service contract. The operations are reachable as its properties: `CustomerRepository.getById`. */
export function service<O extends Operations>(name: string, operations: O): Service<O> {
  const named: Record<string, AnyOperation> = {};
  for (const [method, declared] of Object.entries(operations))
    named[method] = Object.freeze({ ...declared, service: name, method });
  return Object.freeze({ ...named, name, operations: Object.freeze(named) }) as Service<O>;
}

/** A result; null stands for no object, which PHP shows as an empty list. */
type Result<T extends WireType> = T extends DataType ? Output<T> | null : Output<T>;

/** The TypeScript type that an implementation of a service has to fit. */
export type Implementation<O extends Operations> = {
  readonly [K in keyof O]: (
    args: Arguments<O[K]['parameters']>,
    call: Call,
  ) => Promise<Result<O[K]['returns']>> | Result<O[K]['returns']>;
};

export interface ServiceImplementation {
  readonly service: string;
  readonly operations: Operations;
  readonly methods: Readonly<Record<string, (args: never, call: Call) => unknown>>;
}

/** Binds an implementation to its contract; the compiler refuses one that does not fit. */
export function implement<O extends Operations>(
  contract: Service<O>,
  methods: Implementation<O>,
): ServiceImplementation {
  return Object.freeze({
    service: contract.name,
    operations: contract.operations,
    methods: methods as ServiceImplementation['methods'],
  });
}
