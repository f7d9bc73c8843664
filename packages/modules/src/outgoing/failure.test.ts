import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FAILURE_SENTENCES, failureOf } from './failure.ts';

const sentenceOf = (code: string): string => FAILURE_SENTENCES[failureOf(Object.assign(new Error(code), { code }))];

test('only a certificate for another host is said to be that', () => {
  for (const code of ['ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH']) assert.match(sentenceOf(code), /host name/);
  const others: Readonly<Record<string, RegExp>> = {
    DEPTH_ZERO_SELF_SIGNED_CERT: /signed by itself/,
    SELF_SIGNED_CERT_IN_CHAIN: /signed by itself/,
    UNABLE_TO_GET_ISSUER_CERT: /authority/,
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: /authority/,
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: /intermediate/,
    CERT_HAS_EXPIRED: /expired/,
    CERT_NOT_YET_VALID: /not valid yet/,
    CERT_REVOKED: /not accepted/,
    CERT_SIGNATURE_FAILURE: /not accepted/,
    INVALID_PURPOSE: /not accepted/,
  };
  for (const [code, sentence] of Object.entries(others)) {
    assert.match(sentenceOf(code), sentence, code);
    assert.doesNotMatch(sentenceOf(code), /host name/, code);
  }
});

test('what is no certificate is not taken for one', () => {
  for (const code of ['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_TLS_HANDSHAKE_TIMEOUT'])
    assert.equal(failureOf(Object.assign(new Error(code), { code })), 'tls', code);
});
