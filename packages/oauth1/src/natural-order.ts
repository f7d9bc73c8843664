const ZERO = 48;
const NINE = 57;

/**
 * Compares two names the way PHP's `strnatcmp` does: runs of digits by their value, everything else by its bytes, so
 * that `a2` comes before `a10`. Both must be percent-encoded already (ASCII, no blanks).
 *
 * @returns negative, zero or positive, as for `Array.prototype.sort`
 */
export function compareNatural(a: string, b: string): number {
  let i = skipLeadingZeros(a);
  let j = skipLeadingZeros(b);
  while (i < a.length && j < b.length) {
    if (isDigit(a, i) && isDigit(b, j)) {
      const endA = endOfDigits(a, i);
      const endB = endOfDigits(b, j);
      const runA = a.slice(i, endA);
      const runB = b.slice(j, endB);
      // A run that starts with 0 is compared like a fraction, digit by digit; any other by its value.
      const byLength = runA[0] === '0' || runB[0] === '0' ? 0 : runA.length - runB.length;
      const difference = byLength || compareText(runA, runB);
      if (difference !== 0) return difference;
      i = endA;
      j = endB;
    } else {
      const difference = a.charCodeAt(i) - b.charCodeAt(j);
      if (difference !== 0) return difference;
      i++;
      j++;
    }
  }
  return a.length - i - (b.length - j);
}

/** Compares by code unit, which for percent-encoded text is the byte order of RFC 5849 section 3.4.1.3.2. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isDigit(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= ZERO && code <= NINE;
}

function endOfDigits(text: string, from: number): number {
  let end = from;
  while (isDigit(text, end)) end++;
  return end;
}

function skipLeadingZeros(text: string): number {
  let index = 0;
  while (text.charCodeAt(index) === ZERO && isDigit(text, index + 1)) index++;
  return index;
}
