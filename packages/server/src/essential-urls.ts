import type { HttpEndpoint } from '@tessera/webapi';

/** Tells URLs of endpoints that are answered whatever the load. */
export function essentialUrls(endpoints: readonly HttpEndpoint[], basePath: string): (url: string) => boolean {
  const paths = new Set(endpoints.filter(({ essential }) => essential === true).map(({ path }) => basePath + path));
  return (url) => {
    const query = url.indexOf('?');
    return paths.has(query < 0 ? url : url.slice(0, query));
  };
}
