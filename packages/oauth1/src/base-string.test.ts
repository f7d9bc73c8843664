import assert from 'node:assert/strict';
import { test } from 'node:test';
import vectors from '../test/base-string-vectors.json' with { type: 'json' };
import { onTheWire, requestTo } from '../test/wire.ts';
import { baseString, parameterString } from './base-string.ts';
import type { Rule, SignatureMethod } from './request.ts';
import { sign } from './sign.ts';
import { verify } from './verify.ts';

const parametersOf = (query: string, rule: Rule, formBody?: string) => {
  const request = { method: 'POST', url: onTheWire(`http://h/p?${query}`), oauth: {} };
  return parameterString(formBody === undefined ? request : { ...request, formBody }, rule);
};

for (const { method, url, signatureMethod, rfc5849, magento } of vectors.vectors) {
  test(`${method} ${url} is signed with ${signatureMethod} as recorded`, () => {
    const oauth = {
      oauth_consumer_key: vectors.consumerKey,
      oauth_token: vectors.token,
      oauth_signature_method: signatureMethod,
      oauth_timestamp: vectors.timestamp,
      oauth_nonce: vectors.nonce,
      oauth_version: '1.0',
    };
    const request = { method, url: onTheWire(url), oauth };
    const keys = { ...vectors, method: signatureMethod as SignatureMethod };
    assert.equal(sign(request, { ...keys, rule: 'magento' }), magento);
    if (rfc5849 !== null) assert.equal(sign(request, { ...keys, rule: 'rfc5849' }), rfc5849);
    for (const signature of [magento, rfc5849 ?? magento]) {
      assert.ok(verify({ ...request, oauth: { ...oauth, oauth_signature: signature } }, vectors).ok);
    }
  });
}

test('the example of RFC 5849 section 3.4.1.1', () => {
  const request = {
    method: 'POST',
    url: onTheWire('http://EXAMPLE.COM:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b'),
    formBody: 'c2&a3=2+q',
    oauth: {
      oauth_consumer_key: '9djdj82h48djs9d2',
      oauth_token: 'kkk9d7dh3k39sjv7',
      oauth_signature_method: 'HMAC-SHA1',
      oauth_timestamp: '137131201',
      oauth_nonce: '7d8f3e4a',
      oauth_signature: 'not signed',
    },
  };
  assert.equal(
    baseString(request, 'rfc5849'),
    'POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D' +
      '%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1' +
      '%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7',
  );
  // The value of erratum 2550; the one printed in the text belongs to other secrets.
  const signature = sign(request, {
    consumerSecret: 'j49sk3j29djd',
    tokenSecret: 'dh893hdasih9',
    method: 'HMAC-SHA1',
  });
  assert.equal(signature, 'r6/TJjbCOr97/+UU0NsvSne7s5g=');
});

test('the example of RFC 5849 section 1.2', () => {
  const request = {
    method: 'GET',
    url: onTheWire('http://photos.example.net/photos?file=vacation.jpg&size=original'),
    oauth: {
      oauth_consumer_key: 'dpf43f3p2l4k3l03',
      oauth_token: 'nnch734d00sl2jdk',
      oauth_signature_method: 'HMAC-SHA1',
      oauth_timestamp: '137131202',
      oauth_nonce: 'chapoH',
    },
  };
  const keys = { consumerSecret: 'kd94hf93k423kf44', tokenSecret: 'pfkkdhi9sl3r4s00' };
  assert.equal(sign(request, { ...keys, method: 'HMAC-SHA1' }), 'MdpQcU8iPSUjWoN/UDMsK2sui9I=');
});

test('the RFC takes every pair, a plus as a blank, in the order of bytes', () => {
  assert.equal(parametersOf('x=2&x=1&k&a=b=c&&q=a+b&oauth_x=1', 'rfc5849'), 'a=b%3Dc&k=&oauth_x=1&q=a%20b&x=1&x=2');
});

test('Magento takes the last of repeated names and leaves out odd pairs and oauth_ names', () => {
  assert.equal(parametersOf('x=2&x=1&k&a=b=c&&q=a+b&oauth_x=1&my_oauth_x=1&e=', 'magento'), 'e=&q=a%2Bb&x=1');
  assert.equal(parametersOf('x[]=1&x[]=2', 'magento'), 'x%5B%5D=2');
});

test('in Magento the query wins over a form field of the same name', () => {
  assert.equal(parametersOf('a=query', 'magento', 'a=body&b=1+2&c'), 'a=query&b=1%202&c=');
});

test('protocol parameters that came in the form body count once', () => {
  const request = { ...requestTo('http://h/p'), formBody: 'oauth_version=1.0&oauth_signature=x&a=1' };
  const alone = requestTo('http://h/p?a=1');
  assert.equal(parameterString(request, 'rfc5849'), parameterString(alone, 'rfc5849'));
  assert.equal(parameterString(request, 'magento'), parameterString(alone, 'magento'));
});

test('scheme and host are put in lower case and only a default port is dropped', () => {
  const uri = (url: string) => decodeURIComponent(baseString(requestTo(url), 'rfc5849').split('&')[1] ?? '');
  assert.equal(uri('HTTPS://Shop.Example:443/A'), 'https://shop.example/A');
  assert.equal(uri('https://shop.example:80/a'), 'https://shop.example:80/a');
  assert.equal(uri('http://[::1]:8080/a'), 'http://[::1]:8080/a');
  assert.equal(uri('http://shop.example'), 'http://shop.example/');
});

test('Magento removes dot segments and decodes part of the path, the RFC leaves it', () => {
  const path = '/a/./b/../c%2fd%20e%7E%31/..';
  const uri = (rule: Rule) => decodeURIComponent(baseString(requestTo(`http://h${path}`), rule).split('&')[1] ?? '');
  assert.equal(uri('rfc5849'), `http://h${path}`);
  assert.equal(uri('magento'), 'http://h/a/');
  const slash = requestTo('http://h/c%2fd%20e%7E%31//%C3%a9');
  assert.equal(decodeURIComponent(baseString(slash, 'magento').split('&')[1] ?? ''), 'http://h/c/d%20e~1//%C3%A9');
});
