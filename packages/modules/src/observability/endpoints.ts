import type { Call, Gauge, HttpEndpoint, Ports } from '@tessera/webapi';
import { mayReadMetrics } from './access.ts';
import { json, live, ready } from './health.ts';
import { metricsOf } from './metrics.ts';

/** A number of the database; nothing where it cannot be read now, so that the others can be had. */
async function gaugeText({ name, help, read }: Gauge, call: Call): Promise<string> {
  try {
    return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${await read(call)}\n`;
  } catch {
    return '';
  }
}

/** Of all processes on this port; of this one alone where the others cannot be asked. */
const countedByAll = (ports: Ports): Promise<string> => {
  const own = (): Promise<string> => metricsOf(ports).registry.metrics();
  return ports.clusterMetrics === undefined ? own() : ports.clusterMetrics().catch(own);
};

/**
 * Prometheus metrics: what the processes have counted, and what is read from the database they share, once. Where the
 * process that was asked has neighbours on its port, theirs are summed up with its own.
 */
const metrics: HttpEndpoint = {
  methods: ['GET'],
  path: '/metrics',
  essential: true,
  withoutDatabase: true,
  handle: async (request, call) => {
    const { ports } = call;
    // A token that was changed in another process holds here at once, if the database can be asked.
    await Promise.resolve(ports.kernel.ports.refresh?.()).catch(() => {});
    if (!mayReadMetrics(request, call))
      return json(403, { message: 'Metrics are for this machine or for the holder of the token.' });
    if (!ports.countsMetrics) return json(404, { message: 'Metrics are switched off (tessera/metrics/enabled).' });
    const { registry } = metricsOf(ports);
    const gauges = ports.modules.flatMap((module) => module.gauges ?? []);
    const [counted, read] = await Promise.all([
      countedByAll(ports),
      Promise.all(gauges.map((gauge) => gaugeText(gauge, call))),
    ]);
    return {
      status: 200,
      headers: { 'content-type': registry.contentType, 'cache-control': 'no-store' },
      body: `${counted}${read.join('')}`,
    };
  },
};

export const endpoints = [live, ready, metrics];
