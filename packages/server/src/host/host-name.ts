const LONGEST = 261;
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

/**
 * Whether a text is a host name or an address, with or without a port (RFC 9112, section 3.2: anything else in `Host` is
 * refused with 400). Links, cookies and documents are built upon it.
 */
export const isHost = (text: string): boolean =>
  text.length <= LONGEST && HOST.test(text) && URL.canParse(`http://${text}`);

/** @param rawHeaders names and values in turn. @returns whether `Host` is in them more than once, which is refused too */
export function repeatsHost(rawHeaders: readonly string[]): boolean {
  let times = 0;
  for (let i = 0; i < rawHeaders.length; i += 2)
    if (rawHeaders[i]?.length === 4 && rawHeaders[i]?.toLowerCase() === 'host') times++;
  return times > 1;
}
