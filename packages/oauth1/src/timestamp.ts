/**
 * Judges `oauth_timestamp`. Whole and decimal numbers count, as in Magento; the part after the point is dropped.
 *
 * - `invalid`: no number, 0, negative, or further ahead than allowed
 * - `stale`: as old as nonces are remembered or older, so that a replay could not be told. Magento has no such limit.
 *
 * @param value as in the request, seconds since 1970
 * @param nowSeconds the server's clock
 * @param limits.maxAheadSeconds 600 in Magento
 * @param limits.maxAgeSeconds for how long nonces are remembered; without it no timestamp is stale
 */
export function checkTimestamp(
  value: string | undefined,
  nowSeconds: number,
  limits: { readonly maxAheadSeconds?: number; readonly maxAgeSeconds?: number } = {},
): 'ok' | 'invalid' | 'stale' {
  if (value === undefined || !/^\d+(\.\d*)?$/.test(value)) return 'invalid';
  const seconds = Math.floor(Number(value));
  if (seconds <= 0 || seconds > nowSeconds + (limits.maxAheadSeconds ?? 600)) return 'invalid';
  const { maxAgeSeconds } = limits;
  return maxAgeSeconds !== undefined && seconds <= nowSeconds - maxAgeSeconds ? 'stale' : 'ok';
}
