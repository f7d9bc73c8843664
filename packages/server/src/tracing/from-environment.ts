import type { Log } from '@tessera/webapi';
import { exporterProtocol } from './exporter-settings.ts';
import type { Telemetry } from './telemetry.ts';

/** A collector that does not answer must not keep a process from ending. */
const LAST_SEND_MS = 3000;

/**
 * Tracing as the standard environment of OpenTelemetry asks for it; null where it asks for none, and then nothing of
 * OpenTelemetry is loaded.
 * @param log where failures to send are told
 */
export async function telemetryFromEnvironment(
  environment: NodeJS.ProcessEnv,
  dialect: 'sqlite' | 'postgres',
  log: Log,
): Promise<Telemetry | null> {
  const protocol = exporterProtocol(environment);
  if (protocol === null) return null;
  const [{ startExporter }, { createTelemetry }] = await Promise.all([import('./exporter.ts'), import('./spans.ts')]);
  const { tracer, close } = await startExporter(protocol, environment, (message) =>
    log.error({ reason: message }, 'traces could not be sent'),
  );
  return createTelemetry(tracer, dialect === 'postgres' ? 'postgresql' : 'sqlite', async () => {
    const enough = new Promise<void>((resolve) => setTimeout(resolve, LAST_SEND_MS).unref());
    await Promise.race([close().catch(() => {}), enough]);
  });
}
