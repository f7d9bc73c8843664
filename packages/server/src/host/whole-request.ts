/** A request at the start of a chunk of bytes, as far as one has to know it to count it. */
export interface WholeRequest {
  readonly method: string;
  readonly url: string;
  /** Bytes of its body that the chunk does not have. */
  readonly missing: number;
}

const REQUEST_LINE = /^([A-Z]+) (\/[^\s]*) HTTP\/1\.1\r\n/;
/** What has more to it: other ends of a line, lines that go on, other framings, connections that end or change. */
const PECULIAR =
  /[^\r]\n|\r[^\n]|\r\n(?:[^\w]|(?:transfer-encoding|upgrade|expect|trailer|te|http2-settings)[\s:]|connection(?!: ?keep-alive\r\n))/i;
const LENGTH = /\r\ncontent-length([^\r]*)/gi;
const PLAIN_LENGTH = /^: ?(\d{1,10})$/;
const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * Says where a request ends that begins a chunk, without understanding it; nothing else may be in the chunk.
 * @returns null where that cannot be said without a parser
 */
export function wholeRequest(chunk: Buffer): WholeRequest | null {
  const end = chunk.indexOf(HEAD_END);
  if (end < 0) return null;
  const head = chunk.toString('latin1', 0, end + 2);
  const line = REQUEST_LINE.exec(head);
  if (line === null || PECULIAR.test(head)) return null;
  const [, method = '', url = ''] = line;
  const lengths = [...head.matchAll(LENGTH)];
  const length = lengths.length === 0 ? '0' : PLAIN_LENGTH.exec(lengths[0]?.[1] ?? '')?.[1];
  if (length === undefined || lengths.length > 1) return null;
  const missing = end + HEAD_END.length + Number(length) - chunk.length;
  return missing < 0 ? null : { method, url, missing };
}
