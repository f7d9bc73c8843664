import { normalizeEscape } from './percent-encoding.ts';
import type { RequestUrl } from './request.ts';

/**
 * How the path goes into the base string: as it was sent; with unreserved characters decoded and escapes in upper
 * case (RFC 3986 section 6.2.2); or as Magento up to 2.4.7 normalises it, which decodes `%2F` and its like too.
 */
export type PathForm = 'raw' | 'unreserved' | 'magento';

const DECODED_BY_MAGENTO = new Set(['%2F', '%3A', '%40', '%26', '%3D', '%2B', '%24', '%2C', '%3B']);

/** RFC 5849 section 3.4.1.2: scheme and host in lower case, default port left out, no query. Not yet encoded. */
export function baseStringUri({ scheme, host, rawPath }: RequestUrl, form: PathForm): string {
  const name = scheme.toLowerCase();
  return `${name}://${withoutDefaultPort(name, host.toLowerCase())}${pathInForm(rawPath || '/', form)}`;
}

/** The path in one of its forms; paths without escapes and dot segments are the same in all. */
export function pathInForm(rawPath: string, form: PathForm): string {
  if (form === 'raw') return rawPath;
  const path = form === 'magento' ? withoutDotSegments(rawPath) : rawPath;
  if (!path.includes('%')) return path;
  return path.replace(/%[\da-f]{2}/gi, (sent) => {
    const normal = normalizeEscape(sent);
    return form === 'magento' && DECODED_BY_MAGENTO.has(normal) ? decodeURIComponent(normal) : normal;
  });
}

function withoutDefaultPort(scheme: string, host: string): string {
  const port = scheme === 'https' ? ':443' : ':80';
  return host.endsWith(port) ? host.slice(0, -port.length) : host;
}

/** RFC 3986 section 5.2.4. */
function withoutDotSegments(path: string): string {
  if (!path.includes('/.')) return path;
  const kept: string[] = [];
  const segments = path.split('/');
  segments.forEach((segment, index) => {
    if (segment !== '.' && segment !== '..') kept.push(segment);
    else {
      if (segment === '..' && kept.length > 1) kept.pop();
      if (index === segments.length - 1) kept.push('');
    }
  });
  return kept.join('/');
}
