import type { GateResult, RefusalDocument } from '@wellspring/contract-gateway';
import { DomainError } from '@wellspring/platform';

export class UnknownCapabilityError extends DomainError {
  constructor(capability: string, known: readonly string[]) {
    super({
      code: 'MIGRATION.UNKNOWN_CAPABILITY',
      message: 'There is no such capability in the migration file',
      status: 404,
      details: { capability, known },
    });
  }
}

/** The decision makes no sense from where the capability stands. */
export class ImpossibleTransitionError extends DomainError {
  constructor(reasons: readonly string[]) {
    super({
      code: 'MIGRATION.IMPOSSIBLE',
      message: 'The capability cannot be moved there',
      status: 409,
      reason: reasons.join('; '),
      details: { reasons },
    });
  }
}

/** Parity, guardrails or a skipped stage stand against a promotion. Forcing it takes a reason. */
export class PromotionRefusedError extends DomainError {
  constructor(reasons: readonly string[], gates: readonly GateResult[]) {
    super({
      code: 'MIGRATION.REFUSED' satisfies RefusalDocument['code'],
      message: 'The promotion is refused',
      status: 409,
      reason: reasons.join('; '),
      details: { reasons, gates } satisfies Omit<RefusalDocument, 'code'>,
    });
  }
}

/** Somebody, or a guardrail, decided about the capability in the meantime. */
export class DecidedMeanwhileError extends DomainError {
  constructor() {
    super({
      code: 'MIGRATION.DECIDED_MEANWHILE',
      message: 'Another decision about this capability came first. Look again before deciding',
      status: 409,
    });
  }
}
