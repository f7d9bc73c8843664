/** Filled in with the second factor. */
export function TwoFactor() {
  return null;
}
