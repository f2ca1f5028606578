import type { Capability, Status } from './status.ts';

const idle = { requests: 0, errors: 0, errorRate: 0 };

/** A capability as tests start from: on the old portal, as Git wants it, without traffic. */
export function sampleCapability(changes: Partial<Capability> = {}): Capability {
  return {
    name: 'invoices',
    title: 'Invoices and payments',
    stage: 'legacy',
    percent: 10,
    declared: { stage: 'legacy', percent: 10 },
    drift: [],
    paused: false,
    rolledBack: false,
    override: null,
    next: 'shadow',
    canary: { include: [], exclude: [] },
    shares: { customers: 0, requests: null },
    traffic: { windowMs: 30_000, legacy: idle, new: idle },
    guardrails: {
      state: 'idle',
      reasons: [],
      reference: { kind: 'none', errorRate: 0 },
      limits: { errorRate: 0.02 },
      tests: [],
      onBreach: 'rollback',
      minRequests: 50,
    },
    parity: null,
    gates: [],
    ...changes,
  };
}

export function sampleStatus(...capabilities: Capability[]): Status {
  return {
    replica: 'gateway-1',
    file: { digest: '5f3a', loadedAt: '2026-11-22T03:00:00.000Z' },
    decisions: { connected: true, ageMs: 120 },
    capabilities,
  };
}
