/** Reads one cookie of a Cookie header. */
export function readCookie(header: string | undefined, name: string): string | null {
  for (const pair of (header ?? '').split(';')) {
    const [found, ...value] = pair.trim().split('=');
    if (found === name) return value.join('=');
  }
  return null;
}

/** A Set-Cookie header that scripts and other sites cannot read; over https the browser keeps it to this host. */
export function writeCookie(name: string, value: string, options: { secure: boolean; maxAge: number }): string {
  const { secure, maxAge } = options;
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAge}${secure ? '; Secure' : ''}`;
}
