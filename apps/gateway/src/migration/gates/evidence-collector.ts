import { Injectable } from '@nestjs/common';
import type { Evidence } from '@wellspring/contract-gateway';
import { Guardrails } from '../guardrail/guardrails.ts';
import { ParityBook } from '../parity/parity-book.ts';
import type { EffectiveState } from '../stage/effective-state.ts';

/** Brings together what a decision about a capability is judged by. */
@Injectable()
export class EvidenceCollector {
  constructor(
    private readonly guardrails: Guardrails,
    private readonly parity: ParityBook,
  ) {}

  async of({ name, declaration }: EffectiveState): Promise<Evidence> {
    const compares = declaration.parity.length > 0;
    return {
      guardrails: this.guardrails.report(name),
      parity: compares ? await this.parity.summary(name, declaration.promotion.window) : undefined,
    };
  }
}
