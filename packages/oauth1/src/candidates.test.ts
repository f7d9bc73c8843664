import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { requestTo } from '../test/wire.ts';
import { baseString } from './base-string.ts';
import { baseStringCandidates } from './candidates.ts';

const candidates = (url: string) => [...baseStringCandidates(requestTo(url))];

test('a plain request has a single candidate', () => {
  assert.equal(candidates('http://h/rest/V1/customers/1').length, 1);
  assert.equal(candidates('http://h/rest/V1/customers/1?a=1&b[c]=2').length, 1);
});

test('the rule of the RFC comes first, then that of Magento', () => {
  const request = requestTo('http://h/a%2Fb?a10=1&a2=2');
  const [first, second] = baseStringCandidates(request);
  assert.equal(first?.baseString, baseString(request, 'rfc5849'));
  assert.equal(first?.rule, 'rfc5849');
  assert.equal(second?.baseString, baseString(request, 'magento'));
  assert.equal(second?.rule, 'magento');
});

test('no base string comes twice and there are never more than 21', () => {
  const piece = fc.constantFrom('a10', 'a2', 'B', '=', '&', '+', '%20', '[', '_', 'oauth_x', '%2F', '1', '%c3%a9');
  const text = fc.array(piece, { maxLength: 24 }).map((list) => list.join(''));
  fc.assert(
    fc.property(text, text, (path, query) => {
      const list = candidates(`http://h/%7e/../${path}?${query}`).map((candidate) => candidate.baseString);
      assert.equal(new Set(list).size, list.length);
      assert.ok(list.length <= 21);
    }),
  );
});

test('the mixtures cover natural order with the raw path and sorting by decoded names', () => {
  const [mixed] = candidates('http://h/a%2Fb?a10=1&a2=2').filter(
    ({ path, order, parameters }) => path === 'raw' && order === 'natural' && parameters === 'magento',
  );
  assert.equal(mixed?.rule, 'mixed');
  const decoded = candidates('http://h/a?b[0]=1&b1=2').map(({ baseString }) => baseString.split('&')[2]);
  assert.ok(decoded.some((list) => list?.startsWith('b1%3D2%26b%255B0')));
  assert.ok(decoded.some((list) => list?.startsWith('b%255B0%255D%3D1%26b1')));
});
