type Environment = Readonly<Record<string, string | undefined>>;

/** By which packages' exporter spans are sent. */
export type OtlpProtocol = 'http/protobuf' | 'http/json';

/** What the standard environment of OpenTelemetry says about sampling. */
export interface SamplerSettings {
  readonly parentBased: boolean;
  readonly root: 'always_on' | 'always_off' | 'traceidratio';
  readonly ratio: number;
}

const given = (environment: Environment, name: string): string => (environment[name] ?? '').trim();

/**
 * Whether spans are wanted, and how they are to be sent: null unless an endpoint is named.
 * @throws Error for a protocol that is not spoken
 */
export function exporterProtocol(environment: Environment): OtlpProtocol | null {
  const isDisabled = given(environment, 'OTEL_SDK_DISABLED').toLowerCase() === 'true';
  const exporter = given(environment, 'OTEL_TRACES_EXPORTER');
  const endpoint =
    given(environment, 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT') || given(environment, 'OTEL_EXPORTER_OTLP_ENDPOINT');
  if (isDisabled || endpoint === '' || exporter === 'none') return null;
  if (exporter !== '' && exporter !== 'otlp') throw new Error(`OTEL_TRACES_EXPORTER=${exporter} is not otlp or none`);
  const protocol =
    given(environment, 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL') ||
    given(environment, 'OTEL_EXPORTER_OTLP_PROTOCOL') ||
    'http/protobuf';
  if (protocol !== 'http/protobuf' && protocol !== 'http/json')
    throw new Error(`OTEL_EXPORTER_OTLP_PROTOCOL=${protocol} is not http/protobuf or http/json`);
  return protocol;
}

/** `OTEL_TRACES_SAMPLER` with its argument. @throws Error for a sampler that is not known, or a ratio that is none */
export function samplerSettings(environment: Environment): SamplerSettings {
  const name = given(environment, 'OTEL_TRACES_SAMPLER') || 'parentbased_always_on';
  const root = name.replace(/^parentbased_/, '');
  if (root !== 'always_on' && root !== 'always_off' && root !== 'traceidratio')
    throw new Error(`OTEL_TRACES_SAMPLER=${name} is not a known sampler`);
  const argument = given(environment, 'OTEL_TRACES_SAMPLER_ARG') || '1';
  const ratio = Number(argument);
  if (root === 'traceidratio' && !(ratio >= 0 && ratio <= 1))
    throw new Error(`OTEL_TRACES_SAMPLER_ARG=${argument} is not a number from 0 to 1`);
  return { parentBased: name !== root, root, ratio };
}

/** A positive number of the environment, undefined where there is none. */
export function positive(environment: Environment, name: string): number | undefined {
  const value = Number(given(environment, name));
  return value > 0 ? value : undefined;
}
