let second = -1;
let prefix = '';

/** The time as ISO 8601 with milliseconds; what is the same all second long is written once a second. */
export function isoTime(now = Date.now()): string {
  const current = Math.floor(now / 1000);
  if (current !== second) {
    second = current;
    prefix = new Date(current * 1000).toISOString().slice(0, 20);
  }
  return `${prefix}${String(now - current * 1000).padStart(3, '0')}Z`;
}
