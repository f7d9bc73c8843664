// Every regular expression that is written down in the sources of what runs on a server.
import { globSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { Parser, type Token } from 'acorn';

export interface WrittenExpression {
  /** As it is written, `/a+/i`. */
  readonly literal: string;
  readonly source: string;
  readonly flags: string;
  readonly files: readonly string[];
}

const SERVER_SIDE = 'packages/{oauth1,webapi,database,modules,server,connect}/src/**/*.{ts,mjs}';
const isSource = (file: string): boolean => !/\.test\.ts$|\.d\.m?ts$|(?:^|\/)browser\//.test(file);

function expressionsOf(file: string, text: string): { source: string; flags: string }[] {
  const script = file.endsWith('.ts') ? stripTypeScriptTypes(text) : text;
  const tokens: Token[] = [];
  Parser.parse(script, { ecmaVersion: 'latest', sourceType: 'module', onToken: tokens });
  return tokens.flatMap((token) => {
    const { value } = token as Token & { readonly value?: unknown };
    const { pattern, flags } = (value ?? {}) as { pattern?: unknown; flags?: unknown };
    return typeof pattern === 'string' ? [{ source: pattern, flags: String(flags) }] : [];
  });
}

/** @param root of the repository */
export function writtenExpressions(root: string): WrittenExpression[] {
  const found = new Map<string, { source: string; flags: string; files: string[] }>();
  for (const file of globSync(SERVER_SIDE, { cwd: root }).filter(isSource).sort())
    for (const { source, flags } of expressionsOf(file, readFileSync(join(root, file), 'utf8'))) {
      const literal = `/${source}/${flags}`;
      const known = found.get(literal);
      if (known === undefined) found.set(literal, { source, flags, files: [file] });
      else known.files.push(file);
    }
  return Array.from(found, ([literal, entry]) => ({ literal, ...entry }));
}

/** Expressions that are put together at run time: nobody can look at those beforehand. */
export const composedExpressions = (root: string): string[] =>
  globSync(SERVER_SIDE, { cwd: root })
    .filter(isSource)
    .filter((file) => /\bRegExp\(/.test(readFileSync(join(root, file), 'utf8')));
