import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readContentType } from './content-type.ts';
import { encodeJson } from './encode-json.ts';
import { encodeXml } from './encode-xml.ts';
import { compileFields } from './fields.ts';
import { decodeJson } from './json-body.ts';
import { negotiate } from './negotiate.ts';
import { parseQuery } from './query.ts';
import { readTarget } from './request-target.ts';
import { decodeXml } from './xml-body.ts';

const MEGABYTE = 1 << 20;
/** Some ten times what it takes; work that grows with the square of the length would take minutes. */
const LIMIT_MS = 2000;
const fill = (piece: string): string => piece.repeat(Math.ceil(MEGABYTE / piece.length)).slice(0, MEGABYTE);

const readers: Record<string, { read: (text: string) => unknown; pieces: readonly string[] }> = {
  readTarget: {
    read: (text) => readTarget(`/rest/V1/${text}`, { basePath: '/', storeExists: () => false }),
    pieces: ['/', 'a/', '%2F', '%', '+', '../', '?'],
  },
  parseQuery: {
    read: parseQuery,
    pieces: ['a', '[', 'a[', 'a[b]', '[]', 'a[]=1&', '&', '=', '%', '%FF', '+', ' ', '.', '__proto__[', '\u00ff'],
  },
  decodeJson: {
    read: (text) => decodeJson(Buffer.from(text)),
    pieces: ['[', '{"a":', '"', '\\', '\\"', '"\\u', '"\\ud83d\\ude00",', '[]', '1', '["]"', '\u00ff', '{"__proto__":'],
  },
  decodeXml: {
    read: decodeXml,
    pieces: [
      '<',
      '>',
      '&',
      '&amp;',
      '<a>',
      '</a>',
      '<a b="',
      '<a ',
      '<!',
      '<!--',
      '<![CDATA[',
      '<?',
      ']]>',
      '<__proto__>',
      ' ',
      'x',
      '"',
      '=',
    ],
  },
  compileFields: {
    read: (text) => compileFields(text)({ a: 1 }),
    pieces: ['a', '[', ']', 'a[', 'a[],', ',', 'é', 'a,'],
  },
  negotiate: { read: negotiate, pieces: [',', ';', 'a/b,', 'text/xml;q=', 'application/json;q=0,', ' '] },
  readContentType: {
    read: readContentType,
    pieces: [',', ';', '/', 'application/json;', ';charset=utf-8', ' ', '"'],
  },
  encodeJson: { read: encodeJson, pieces: ['a', '/', '"', 'é', '\0', '1e-5'] },
  encodeXml: { read: encodeXml, pieces: ['a', '<', '&', 'é', '\0', '\ud800'] },
};

describe('a megabyte of garbage is dealt with in less than two seconds by', () => {
  for (const [name, { read, pieces }] of Object.entries(readers)) {
    it(name, () => {
      for (const piece of pieces)
        assert.ok(fastestOf(3, () => settle(read, fill(piece))) < LIMIT_MS, `${name}: ${JSON.stringify(piece)}`);
    });
  }
});

describe('a megabyte of garbage within an XML document is dealt with in less than two seconds', () => {
  for (const piece of ['<', '>', '&', '&amp;', '<a>', '<!--', '<![CDATA[', '<a b="', ']]>']) {
    it(piece, () => assert.ok(fastestOf(3, () => settle(decodeXml, `<r>${fill(piece)}</r>`)) < LIMIT_MS));
  }
});

/** Refusing is as good as reading. */
function settle(read: (text: string) => unknown, text: string): void {
  try {
    read(text);
  } catch (error) {
    assert.match((error as Error).name, /^(?:DecodingError|LimitExceeded|WebapiError)$/);
  }
}

/** The machine may be busy: what counts is the fastest of some runs. */
function fastestOf(runs: number, work: () => void): number {
  let fastest = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs && fastest >= LIMIT_MS; run++) {
    const start = performance.now();
    work();
    fastest = Math.min(fastest, performance.now() - start);
  }
  return fastest;
}
