import type { Tracer } from '@opentelemetry/api';
import { context, DiagLogLevel, diag, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  defaultResource,
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceInstanceIdDetector,
  serviceNameEnvDetector,
} from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { type OtlpProtocol, positive, type SamplerSettings, samplerSettings } from './exporter-settings.ts';

const SERVICE = 'tessera';
/** A statement can be long; a collector need not keep all of it. */
const LONGEST_ATTRIBUTE = 2000;

/** Reads the endpoint, headers, time-out, compression and certificates from the environment by itself. */
async function exporterFor(protocol: OtlpProtocol): Promise<SpanExporter> {
  const { OTLPTraceExporter } =
    protocol === 'http/json'
      ? await import('@opentelemetry/exporter-trace-otlp-http')
      : await import('@opentelemetry/exporter-trace-otlp-proto');
  return new OTLPTraceExporter();
}

function samplerOf({ parentBased, root, ratio }: SamplerSettings): Sampler {
  const sampler =
    root === 'always_on'
      ? new AlwaysOnSampler()
      : root === 'always_off'
        ? new AlwaysOffSampler()
        : new TraceIdRatioBasedSampler(ratio);
  return parentBased ? new ParentBasedSampler({ root: sampler }) : sampler;
}

/** Starts the SDK for this process, so that modules of one's own that use OpenTelemetry are part of the same traces. */
export async function startExporter(
  protocol: OtlpProtocol,
  environment: NodeJS.ProcessEnv,
  onError: (message: string) => void,
): Promise<{ tracer: Tracer; close: () => Promise<void> }> {
  const batch = {
    scheduledDelayMillis: positive(environment, 'OTEL_BSP_SCHEDULE_DELAY'),
    maxQueueSize: positive(environment, 'OTEL_BSP_MAX_QUEUE_SIZE'),
    maxExportBatchSize: positive(environment, 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE'),
    exportTimeoutMillis: positive(environment, 'OTEL_BSP_EXPORT_TIMEOUT'),
  };
  const given = Object.fromEntries(Object.entries(batch).filter(([, value]) => value !== undefined));
  const detectors = [serviceInstanceIdDetector, resourceAttributesEnvDetector, serviceNameEnvDetector];
  const provider = new TracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': SERVICE }))
      .merge(detectResources({ detectors })),
    sampler: samplerOf(samplerSettings(environment)),
    spanLimits: { attributeValueLengthLimit: LONGEST_ATTRIBUTE },
    spanProcessors: [new BatchSpanProcessor({ exporter: await exporterFor(protocol), ...given })],
  });
  const ignore = (): void => {};
  diag.setLogger({ error: onError, warn: ignore, info: ignore, debug: ignore, verbose: ignore }, DiagLogLevel.ERROR);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  return { tracer: provider.getTracer(SERVICE), close: () => provider.shutdown() };
}
