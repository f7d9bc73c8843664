/** A step of work as a trace shows it. Neither its name nor its attributes hold secrets. */
export interface SpanDescription {
  readonly name: string;
  readonly kind: 'client' | 'consumer' | 'internal';
  readonly attributes: Readonly<Record<string, string | number>>;
  /** `traceparent` of the span that caused it, where that is not the one that is open here. */
  readonly causedBy?: string | null;
}

/** A span that is open. */
export interface OpenSpan {
  readonly set: (name: string, value: string | number) => void;
  /** @param type what went wrong, in one word */
  readonly fail: (type: string) => void;
  /** For the `traceparent` header of what this span sends (W3C Trace Context). */
  readonly traceparent: string;
}

/** Collects traces, where somebody asks for them. */
export interface Tracing {
  /** Runs work inside a span: what it does belongs to it. What it throws marks the span as failed, and is thrown on. */
  readonly inSpan: <T>(span: SpanDescription, work: (open: OpenSpan) => Promise<T>) => Promise<T>;
  /** `traceparent` of the span that is open here, null where none is. */
  readonly current: () => string | null;
}

declare module '../access/call.ts' {
  interface Ports {
    /** Absent while no exporter of traces is configured. */
    readonly tracing?: Tracing;
  }
}
