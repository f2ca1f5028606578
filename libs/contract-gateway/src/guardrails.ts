/** What went on on one side in some stretch of time. */
export interface TrafficStats {
  requests: number;
  errors: number;
  /** 0 when there was no request. */
  errorRate: number;
  p95Ms?: number;
  /** Requests ended, or waiting for so long that they count as slow. */
  observations: number;
}

/** What the new side is held against. */
export interface GuardrailReference {
  /** `legacy`: the old side now. `baseline`: the old side when it last had traffic. `none`: it never had any. */
  kind: 'legacy' | 'baseline' | 'none';
  errorRate: number;
  p95Ms?: number;
  /** Requests it was measured by. */
  requests: number;
}

/** One comparison of the new side with the reference, with its numbers. */
export interface GuardrailTest {
  of: 'errors' | 'latency';
  /** Customers chosen by chance, those included by hand, or both where neither are enough to judge by. */
  customers: 'chance' | 'hand' | 'all';
  /** The whole window, or the last tenth of it, in which a sudden fault shows first. */
  span: 'window' | 'recent';
  /** Requests of the new side that failed, or were slower than `limit` milliseconds. */
  bad: number;
  requests: number;
  referenceBad: number;
  referenceRequests: number;
  /** Share of failed requests, or p95 in milliseconds. */
  value: number;
  limit: number;
  /** How likely this or worse is by chance alone. */
  probability: number;
  /** Below this it is not taken for chance. */
  significance: number;
  broken: boolean;
}

/** `insufficient`: too little traffic to tell, so nothing is decided either way. `idle`: nobody is on the new side. */
export const guardrailStates = ['healthy', 'breach', 'insufficient', 'idle'] as const;
export type GuardrailState = (typeof guardrailStates)[number];

/** How the new side does beside the old one. */
export interface GuardrailReport {
  state: GuardrailState;
  /** One sentence for each limit broken, or for what is lacking. */
  reasons: string[];
  new: TrafficStats;
  legacy: TrafficStats;
  reference: GuardrailReference;
  limits: { errorRate: number; p95Ms?: number };
  /** Every comparison that was made; none when there is too little traffic. */
  tests: GuardrailTest[];
}
