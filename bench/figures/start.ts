import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bench, median } from '../figure.ts';
import { adminToken, residentMegabytes, startTessera } from '../processes.ts';

/** From starting the process to the first authenticated answer, on an existing installation; memory when idle. */
export const start: Bench = {
  name: 'start',
  measure: async ({ quick }) => {
    const folder = mkdtempSync(join(tmpdir(), 'tessera-bench-'));
    try {
      await (await startTessera(folder)).stop();
      const times: number[] = [];
      const memory: number[] = [];
      for (let i = 0; i < (quick ? 3 : 5); i++) {
        const began = performance.now();
        const server = await startTessera(folder);
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
      return [
        {
          name: 'start to first authenticated answer',
          value: median(times),
          bound: 1,
          ratio: median(times),
          unit: 's',
          goal: '< 1 s',
        },
        {
          name: 'idle memory',
          value: median(memory),
          bound: 150,
          ratio: median(memory) / 150,
          unit: 'MB',
          goal: '< 150 MB',
        },
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
