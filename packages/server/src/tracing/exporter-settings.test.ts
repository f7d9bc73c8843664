import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { exporterProtocol, samplerSettings } from './exporter-settings.ts';

const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };

test('spans are sent where an endpoint is named, unless that is switched off', () => {
  assert.equal(exporterProtocol({}), null);
  assert.equal(exporterProtocol({ OTEL_EXPORTER_OTLP_ENDPOINT: ' ' }), null);
  assert.equal(exporterProtocol(ENDPOINT), 'http/protobuf');
  assert.equal(exporterProtocol({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://c/v1/traces' }), 'http/protobuf');
  assert.equal(exporterProtocol({ ...ENDPOINT, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }), 'http/json');
  assert.equal(exporterProtocol({ ...ENDPOINT, OTEL_SDK_DISABLED: 'true' }), null);
  assert.equal(exporterProtocol({ ...ENDPOINT, OTEL_TRACES_EXPORTER: 'none' }), null);
  assert.throws(() => exporterProtocol({ ...ENDPOINT, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }), /grpc is not/);
  assert.throws(() => exporterProtocol({ ...ENDPOINT, OTEL_TRACES_EXPORTER: 'zipkin' }), /zipkin is not/);
});

test('the samplers of the standard are known', () => {
  assert.deepEqual(samplerSettings({}), { parentBased: true, root: 'always_on', ratio: 1 });
  assert.deepEqual(samplerSettings({ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.25' }), {
    parentBased: false,
    root: 'traceidratio',
    ratio: 0.25,
  });
  assert.throws(() => samplerSettings({ OTEL_TRACES_SAMPLER: 'jaeger_remote' }), /not a known sampler/);
  assert.throws(
    () => samplerSettings({ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '2' }),
    /not a number from 0 to 1/,
  );
});

test('without an endpoint nothing of the SDK is loaded (its API is, by prom-client)', () => {
  const script = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
    const { main } = await import(${JSON.stringify(new URL('../cli/main.ts', import.meta.url).href)});
    const { telemetryFromEnvironment } = await import(${JSON.stringify(new URL('from-environment.ts', import.meta.url).href)});
    const log = { error() {}, info() {} };
    const made = await telemetryFromEnvironment(process.env, 'sqlite', log);
    console.log(typeof main, made === null, loaded.filter((url) => /@opentelemetry\\/(?!api)/.test(url)).length);
    process.exit();`;
  const run = (environment: NodeJS.ProcessEnv): string => {
    const { OTEL_EXPORTER_OTLP_ENDPOINT: _, ...rest } = process.env;
    const args = ['--input-type=module', '-e', script];
    return spawnSync(process.execPath, args, { encoding: 'utf8', env: { ...rest, ...environment } }).stdout.trim();
  };
  assert.equal(run({}), 'function true 0');
  assert.match(run(ENDPOINT), /^function false [1-9]/);
});
