/** An HTTP request as the bindings see it: raw, so that signatures can be checked, and free of any server framework. */
export interface HttpRequest {
  /** Names the request in log, audit log and answer; made up where the host gives none. */
  readonly id?: string;
  /**
   * By when it had arrived, as `performance.now()` tells time: what was looked up since then (whether another process
   * has changed something) need not be looked up again for it. Without it, it has just arrived.
   */
  readonly receivedBy?: number;
  readonly method: string;
  /** Path and query exactly as sent. */
  readonly url: string;
  /** Names in lower case; repeated ones joined by `, ` (cookies by `; `). */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Read on demand, up to the size limit; rejects with `request_too_large`. */
  readonly body: () => Promise<Buffer>;
  /** Address of the client, as far as trusted proxies tell. */
  readonly remoteAddress: string;
  /** Whether it came from a proxy that is declared as trusted, so that its forwarding headers are believed. */
  readonly viaTrustedProxy?: boolean;
  /** `http` or `https` as the client used it. */
  readonly scheme: 'http' | 'https';
  /** Host with its port, as the client named it. */
  readonly host: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Buffer;
}

/** The value of one cookie, null where it was not sent. */
export function cookie(request: HttpRequest, name: string): string | null {
  const header = request.headers['cookie'];
  if (header === undefined) return null;
  for (const part of header.split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return null;
}
