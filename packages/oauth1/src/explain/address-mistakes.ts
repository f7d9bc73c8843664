import { percentDecode, percentEncode } from '../percent-encoding.ts';
import { type Mistake, mistake, type Situation } from './mistake.ts';

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'];

/** Mistakes in the first two parts of the base string: RFC 5849 section 3.4.1.2. */
export function addressMistakes({ request, otherHosts }: Situation): Mistake[] {
  const { host, rawQuery } = request.url;
  return [
    mistake(
      'scheme-differs',
      'The URL was signed with the other scheme (http against https). Behind a proxy the server must know the outer one.',
      ({ scheme }) => ({ scheme: scheme === 'https' ? 'http' : 'https' }),
    ),
    mistake('port-left-out', 'The URL was signed without its port.', (recipe) => ({
      host: recipe.host.replace(/:\d+$/, ''),
    })),
    mistake('default-port-kept', 'The default port (80 or 443) was signed; it must be left out.', (recipe) =>
      /:\d+$/.test(recipe.host) ? null : { host: `${recipe.host}:${recipe.scheme === 'https' ? 443 : 80}` },
    ),
    mistake('host-case-kept', 'The host was not put in lower case.', { host }),
    ...otherHosts.map((other) =>
      mistake('host-differs', `The URL was signed with the host ${other}; the request names ${host}.`, {
        host: other,
      }),
    ),
    mistake('path-decoded', 'The path was decoded before it was signed; it is signed as it is sent.', ({ path }) => ({
      path: percentDecode(path),
    })),
    mistake('path-encoded-twice', 'The path was percent-encoded once too often.', ({ path }) => ({
      path: path.split('/').map(percentEncode).join('/'),
    })),
    mistake(
      'path-trailing-slash',
      'The path was signed with or without a "/" at its end, unlike the one sent.',
      ({ path }) => ({
        path: path.endsWith('/') ? path.slice(0, -1) : `${path}/`,
      }),
    ),
    mistake('path-index-php', 'The path was signed with or without "/index.php", unlike the one sent.', ({ path }) => ({
      path: path.startsWith('/index.php/') ? path.slice('/index.php'.length) : `/index.php${path}`,
    })),
    mistake('path-left-out', 'The path was not signed.', { path: '' }),
    mistake('method-in-lower-case', 'The method was signed in lower case.', ({ method }) => ({
      method: method.toLowerCase(),
    })),
    ...METHODS.filter((method) => method !== request.method.toUpperCase()).map((method) =>
      mistake('method-differs', `The request was signed as ${method} but sent as ${request.method}.`, {
        method,
      }),
    ),
    mistake('query-in-uri', 'The URL was signed with its query; that belongs among the parameters only.', () =>
      rawQuery === '' ? null : { uriSuffix: `?${rawQuery}` },
    ),
  ];
}
