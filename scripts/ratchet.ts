// The ratchet: how many answers of every chapter were identical or deliberate when it was last committed, and why
// the others differ.

import { builtInModules } from '@tessera/modules';
import { compileRouter, templateSegments } from '@tessera/webapi';

interface KitProblem {
  label: string;
  request: string;
  why: string | null;
  setup?: boolean;
}
interface KitChapter {
  chapter: string;
  checked: number;
  identical: number;
  deviations: number;
  problems: KitProblem[];
}
export interface KitReport {
  chapters: KitChapter[];
}

export interface RatchetEntry {
  good: number;
  checked: number;
  /** Label to reason; `service not built yet: …` is kept apart from what differs on routes that exist. */
  different: Record<string, string>;
}
export type Ratchet = Record<string, RatchetEntry>;

const REASON_MISSING = 'not looked at yet';

const router = compileRouter(
  builtInModules.flatMap(({ name, routes = [] }) => routes.map((route) => ({ ...route, module: name }))),
);
const METHODS = ['GET', 'POST', 'PUT', 'DELETE'];

/** Whether a request asks for a route that no module has (yet). */
export function isUnbuilt(request: string): boolean {
  const [, path] = /^[A-Z]+ (\/[^?\s]*)/.exec(request) ?? [];
  const call = /^(?:\/index\.php)?\/rest(?:\/[a-z][a-z0-9_]*)?(?:\/async)?(?:\/bulk)?(\/V1\/.*)$/.exec(path ?? '')?.[1];
  if (call === undefined) return false;
  const segments = templateSegments(call);
  return !METHODS.some((method) => router(method, segments) !== null);
}

const reasonOf = ({ request }: KitProblem): string => (isUnbuilt(request) ? 'service not built yet' : REASON_MISSING);

const writtenReason = (reason: string | undefined): string | undefined =>
  reason === undefined || reason === REASON_MISSING ? undefined : reason;

/** The ratchet that a run gives; reasons that were written by hand are kept. */
export function ratchetOf(report: KitReport, known: Ratchet): Ratchet {
  return Object.fromEntries(
    report.chapters.map((chapter) => {
      const before = known[chapter.chapter]?.different ?? {};
      const different = Object.fromEntries(
        chapter.problems
          .filter((problem) => problem.setup !== true && problem.label !== '(chapter stopped)')
          .map((problem) => [problem.label, writtenReason(before[problem.label]) ?? reasonOf(problem)]),
      );
      return [chapter.chapter, { good: chapter.identical + chapter.deviations, checked: chapter.checked, different }];
    }),
  );
}

/** Holds a run against the ratchet: no chapter may have fewer good answers than before. */
export function compareWithRatchet(
  report: KitReport,
  known: Ratchet,
): { passed: number; failed: number; lines: string[] } {
  const lines: string[] = [];
  let passed = 0;
  let failed = 0;
  for (const chapter of report.chapters) {
    const entry = known[chapter.chapter];
    const good = chapter.identical + chapter.deviations;
    if (entry === undefined || good >= entry.good) {
      passed++;
      if (entry !== undefined && good > entry.good)
        lines.push(`${chapter.chapter}: ${good - entry.good} better than the ratchet (run with --update)`);
    } else {
      failed++;
      const fresh = chapter.problems
        .filter((problem) => !(problem.label in entry.different))
        .map((problem) => problem.label);
      lines.push(
        `${chapter.chapter}: ${good} good answers, the ratchet has ${entry.good}; new: ${fresh.slice(0, 5).join('; ')}`,
      );
    }
  }
  return { passed, failed, lines };
}
