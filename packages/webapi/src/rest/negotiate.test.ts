import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { negotiate } from './negotiate.ts';

describe('negotiate', () => {
  const recorded: [accept: string | undefined, expected: 'json' | 'xml' | null][] = [
    [undefined, 'json'],
    ['', 'json'],
    ['  ', 'json'],
    ['application/json', 'json'],
    ['application/xml', 'xml'],
    ['text/xml', 'xml'],
    ['application/xhtml+xml', 'xml'],
    ['*/*', 'json'],
    ['application/*', 'json'],
    ['text/*', 'xml'],
    ['application/json;q=0.5, application/xml;q=0.9', 'xml'],
    ['application/xml;q=0.5, application/json;q=0.9', 'json'],
    ['text/html, application/xhtml+xml, */*;q=0.1', 'xml'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8', 'xml'],
    ['application/json; charset=utf-8', 'json'],
    ['image/png, */*', 'json'],
    ['application/json;q=0', 'json'],
    ['application/json;q=0, application/xml;q=0.1', 'xml'],
    ['application/json, text/plain, */*', 'json'],
    ['application/json, text/javascript, */*; q=0.01', 'json'],
    ['text/xml, application/json', 'xml'],
    ['text/html', null],
    ['text/plain', null],
    ['image/png', null],
    ['application/vnd.api+json', null],
    ['application/javascript', null],
    ['application/soap+xml', null],
    ['APPLICATION/XML', null],
    ['garbage', null],
    ['__proto__', null],
    [',', null],
    ['application/json;q=abc, text/xml;q=0.1', 'xml'],
  ];
  for (const [accept, expected] of recorded) {
    it(`answers ${String(expected)} to ${JSON.stringify(accept)}`, () => assert.equal(negotiate(accept), expected));
  }

  it('never fails, and takes the first of equals', () => {
    fc.assert(fc.property(fc.string(), (accept) => [null, 'json', 'xml'].includes(negotiate(accept))));
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (q) => {
        const quality = q.toFixed(3);
        return negotiate(`text/xml;q=${quality},application/json;q=${quality}`) === 'xml';
      }),
    );
  });
});
