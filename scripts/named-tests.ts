// docs/security.md names the test that holds each of its claims: `file` › "title of the test".
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const DOCUMENT = 'docs/security.md';
/** A link to a test file, and what stands behind it up to the next one or the end of the line. */
const NAMED = /\[`[^`]+`\]\(\.\.\/([^)]+\.test\.ts)\)((?:(?!\[`)[^\n])*)/g;

/** Tests that a document names: file and title. */
export function namedTests(document: string): { file: string; title: string }[] {
  return [...document.matchAll(NAMED)].flatMap(([, file = '', behind = '']) =>
    [...behind.matchAll(/“([^”]+)”/g)].map(([, title = '']) => ({ file, title })),
  );
}

/** Whether a test file has a test of this title; titles that are put together may be named by a part of them. */
const hasTest = (text: string, title: string): boolean =>
  text
    .split('\n')
    .some(
      (line) => /^\s*(?:(?:test|it|describe)\(\s*)?\[?['"`]/.test(line) && line.replaceAll("\\'", "'").includes(title),
    );

/** The claims of the document that no test holds (any more), and places in it that name none. */
export function unknownTests(root: string): string[] {
  const document = readFileSync(join(root, DOCUMENT), 'utf8');
  const missing = namedTests(document).flatMap(({ file, title }) => {
    const path = join(root, file);
    if (!existsSync(path)) return [`${DOCUMENT} names ${file}, which does not exist`];
    return hasTest(readFileSync(path, 'utf8'), title)
      ? []
      : [`${DOCUMENT} names "${title}", which ${file} does not have`];
  });
  return [...missing, ...threatsWithoutTest(document)];
}

/** Every threat is a section of its own, and says which test holds it. */
const threatsWithoutTest = (document: string): string[] =>
  document
    .split(/^### /m)
    .slice(1)
    .filter((section) => namedTests(section).length === 0)
    .map((section) => `${DOCUMENT}: no test is named for "${section.split('\n', 1)[0]}"`);
