const LONGEST = 261;
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

/**
 * Whether a text is a host name or an address, with or without a port (RFC 9112, section 3.2: anything else in `Host` is
 * refused with 400). Links, cookies and documents are built upon it.
 */
export const isHost = (text: string): boolean => text.length <= LONGEST && HOST.test(text);
