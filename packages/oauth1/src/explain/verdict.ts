/** One sentence about a signature. */
export interface Verdict {
  /** Stable, for programs: `scheme-differs`. */
  readonly code: string;
  readonly text: string;
  /** Whether it is proven, by a hash that agrees or by the request itself, and not merely likely. */
  readonly certain: boolean;
}

export function proven(code: string, text: string): Verdict {
  return { code, text, certain: true };
}

export function likely(code: string, text: string): Verdict {
  return { code, text, certain: false };
}
