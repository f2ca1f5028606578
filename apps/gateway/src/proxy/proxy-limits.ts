/** Deadlines of one request on its way through. All in milliseconds. */
export interface ProxyLimits {
  /** Until the upstream's response begins, counted from the end of the request's body. */
  responseTimeoutMs: number;
  /** The same where the other side can answer instead: a customer should not wait for a side that hangs. */
  fallbackAfterMs: number;
  /** Silence within a response that has begun. Event streams are exempt: they are silent by nature. */
  bodyIdleTimeoutMs: number;
  /** A visitor who takes nothing of a response for this long is given up. */
  slowReadTimeoutMs: number;
  /** A visitor's body has to come with at least `minBodyBytesPerSecond` once this has passed. */
  slowBodyGraceMs: number;
  minBodyBytesPerSecond: number;
  /** An upstream that asked for nothing within this time gets the body without its `100 Continue`. */
  continueTimeoutMs: number;
}
