// What a failed browser test saw, so that a time-out says more than that it was one. It goes to the error output with a
// rule at the left, by which `npm test` finds it in what the tests have written.
import type { Page } from 'playwright-core';

const RULE = '│ ';
const LONGEST_SNAPSHOT = 60;
const MOST_TROUBLES = 15;
/** The same on every page. */
const FRAME = /^- (banner|complementary|button "To the content")/;

/** A snapshot without menu and bar, cut to so many lines. */
export function brief(snapshot: string, longest = LONGEST_SNAPSHOT): readonly string[] {
  let isFrame = false;
  const lines = snapshot.split('\n').filter((line) => {
    if (line.startsWith('- ')) isFrame = FRAME.test(line);
    return !isFrame;
  });
  return lines.length <= longest ? lines : [...lines.slice(0, longest), `… and ${lines.length - longest} lines more`];
}

/** Collects what goes wrong in a page. */
export function watchTroubles(page: Page): readonly string[] {
  const troubles: string[] = [];
  const note = (what: string): void => void troubles.push(`${new Date().toISOString()} ${what.slice(0, 300)}`);
  page.on('pageerror', (error) => note(String(error.stack)));
  page.on('console', (message) => {
    // Chromium repeats each status that is noted below.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) note(message.text());
  });
  page.on('requestfailed', (request) => note(`${request.method()} ${request.url()}: ${request.failure()?.errorText}`));
  page.on('response', (response) => {
    const isQuestion = response.status() === 401 && response.url().endsWith('/V1/session');
    if (response.status() >= 400 && !isQuestion)
      note(`${response.request().method()} ${response.url()}: ${response.status()}`);
  });
  return troubles;
}

/** Address, troubles and content of a page, to be printed. */
export async function seenIn(page: Page, troubles: readonly string[], test: string): Promise<string> {
  const snapshot = await page
    .locator('body')
    .ariaSnapshot({ timeout: 5000 })
    .catch((error: unknown) => String(error));
  return [`seen in "${test}" at ${page.url()}`, ...troubles.slice(-MOST_TROUBLES), ...brief(snapshot)]
    .flatMap((text) => text.split('\n'))
    .map((line) => RULE + line)
    .join('\n');
}

/** The lines of `seenIn` in a TAP report, which has the error output as comments. */
export const seenInReport = (tap: string): readonly string[] =>
  tap
    .split('\n')
    .filter((line) => line.trimStart().startsWith(`# ${RULE}`))
    .map((line) =>
      line
        .trimStart()
        .slice(2)
        .replace(/\\([\\#])/g, '$1'),
    );
