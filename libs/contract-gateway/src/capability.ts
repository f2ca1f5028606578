import type { GuardrailReport, TrafficStats } from './guardrails.ts';
import type { ParitySummary } from './parity.ts';
import type { Position, Stage } from './stage.ts';

/** A difference between what the file says and what is in force. */
export interface Drift {
  key: 'stage' | 'percent';
  file: string | number;
  effective: string | number;
}

/** What one gate says of a promotion. `insufficient`: there is too little to tell, which is neither yes nor no. */
export interface GateResult {
  gate: 'parity' | 'guardrails';
  verdict: 'pass' | 'fail' | 'insufficient';
  reasons: string[];
}

/** A capability as operators see it: `GET /operations/v1/capabilities/{name}`, and after every decision about it. */
export interface CapabilityDocument {
  name: string;
  title: string;
  stage: Stage;
  percent: number;
  /** What the file says. */
  declared: Position;
  drift: readonly Drift[];
  paused: boolean;
  /** Put back by a person or a guardrail behind what the file says. */
  rolledBack: boolean;
  /** The decision in force over the file. */
  override: {
    cause: 'operator' | 'guardrail';
    actor: string;
    reason: string;
    at: string;
    /** False while the database is away: a rollback that is in force on this replica alone. */
    written: boolean;
  } | null;
  /** Where advancing leads; `null` at the end. */
  next: Stage | null;
  canary: { include: readonly string[]; exclude: readonly string[] };
  /** Shares of the new side: of the customers, as decided, and of the requests in the window, as measured. */
  shares: { customers: number; requests: number | null };
  traffic: { windowMs: number; newShare: number | null; legacy: TrafficStats; new: TrafficStats };
  guardrails: Pick<GuardrailReport, 'state' | 'reasons' | 'reference' | 'limits' | 'tests'> & {
    onBreach: 'rollback' | 'alert';
    minRequests: number;
  };
  /** `null` where the file compares nothing. */
  parity: (ParitySummary & { windowMs: number }) | null;
  gates: readonly GateResult[];
}

/** `GET /operations/v1/capabilities`, and every `status` of the server-sent events: everything at a glance. */
export interface StatusDocument {
  replica: string;
  file: {
    /** First digits of the SHA-256 of the text in force. */
    digest: string;
    loadedAt: string;
    /** What is wrong with the text on disk, when that is not the one in force. */
    refused?: {
      at: string;
      errors: readonly { line: number; column: number; key: string; reason: string }[];
    };
  };
  /** Whether decisions can be read and made: the database answers. */
  decisions: { connected: boolean; ageMs: number | null };
  capabilities: readonly CapabilityDocument[];
}

/** What a 409 says when parity, guardrails or a skipped stage stand against a promotion. It can be forced. */
export interface RefusalDocument {
  code: 'MIGRATION.REFUSED';
  reasons: readonly string[];
  gates: readonly GateResult[];
}
