import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readContentType } from './content-type.ts';

const empty = { error: 'Content-Type header is empty.' };
const invalid = { error: 'Content-Type header is invalid.' };
const charset = { error: 'UTF-8 is the only supported charset.' };
const unknown = (type: string) => ({
  error: `Server cannot understand Content-Type HTTP header media type ${type}`,
});

describe('readContentType', () => {
  const recorded: [header: string | undefined, expected: unknown][] = [
    ['application/json', 'json'],
    [' application/json', 'json'],
    ['application/json; charset=utf-8', 'json'],
    ['application/json;charset=UTF-8', 'json'],
    ['application/json; charset="utf-8"', 'json'],
    ['application/json;', 'json'],
    ['application/xml', 'xml'],
    ['text/xml; charset=utf-8', 'xml'],
    ['application/xhtml+xml', 'xml'],
    [undefined, empty],
    ['', empty],
    ['  ', empty],
    ['application/json; charset=utf8', charset],
    ['application/json; charset=iso-8859-1', charset],
    ['application/json; charset=', charset],
    ['application/json; odata=verbose', invalid],
    ['multipart/form-data; boundary=x', invalid],
    ['application/json, application/xml', invalid],
    ['*/*', invalid],
    ['application/json charset', invalid],
    ['/', unknown('/')],
    ['json', unknown('json')],
    ['text/json', unknown('text/json')],
    ['text/plain', unknown('text/plain')],
    ['text/plain; charset=utf-8', unknown('text/plain')],
    ['text/html', unknown('text/html')],
    ['Application/Json', unknown('Application/Json')],
    ['APPLICATION/JSON', unknown('APPLICATION/JSON')],
    ['application/vnd.api+json', unknown('application/vnd.api+json')],
    ['application/x-www-form-urlencoded', unknown('application/x-www-form-urlencoded')],
    ['application/octet-stream', unknown('application/octet-stream')],
    ['application/javascript', unknown('application/javascript')],
  ];
  for (const [header, expected] of recorded) {
    it(JSON.stringify(header) ?? 'no header', () => assert.deepEqual(readContentType(header), expected));
  }

  it('has an answer to every header', () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        const read = readContentType(header);
        assert.ok(read === 'json' || read === 'xml' || read.error !== '');
      }),
    );
  });
});
