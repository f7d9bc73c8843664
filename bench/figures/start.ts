import { type Bench, median } from '../figure.ts';
import { residentMegabytes } from '../proc.ts';
import { adminToken, startTessera } from '../processes.ts';

/** From starting the process to the first authenticated answer, on an existing installation; memory when idle. */
export const start: Bench = {
  name: 'start',
  measure: async function* ({ quick, installations }) {
    const installation = await installations.shared('SQLite', 1000);
    if (installation === null) return;
    await (await startTessera(installation)).stop();
    const times: number[] = [];
    const memory: number[] = [];
    for (let i = 0; i < (quick ? 3 : 5); i++) {
      const began = performance.now();
      const server = await startTessera(installation);
      const token = await adminToken(server.base);
      const answer = await fetch(`${server.base}/rest/V1/store/websites`, {
        headers: { authorization: `Bearer ${token}` },
      });
      if (answer.status !== 200) throw new Error(`the first answer was ${answer.status}`);
      times.push((performance.now() - began) / 1000);
      await new Promise((idle) => setTimeout(idle, 1500));
      memory.push(residentMegabytes(server.pid));
      await server.stop();
    }
    const [time, megabytes] = [median(times), median(memory)];
    yield {
      name: 'start to first authenticated answer',
      value: time,
      bound: 1,
      ratio: time,
      unit: 's',
      goal: '< 1 s',
    };
    yield {
      name: 'idle memory',
      value: megabytes,
      bound: 150,
      ratio: megabytes / 150,
      unit: 'MB',
      goal: '< 150 MB',
    };
  },
};
