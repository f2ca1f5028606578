import { Injectable } from '@nestjs/common';
import type {
  AuditEntryDocument,
  CapabilityDocument,
  CustomerDocument,
  ParityDocument,
  StatusDocument,
} from '@wellspring/contract-gateway';
import { printable } from '../../yaml-file/printable.ts';
import { type AuditFilter, AuditStore } from '../control/audit.store.ts';
import { UnknownCapabilityError } from '../control/control.errors.ts';
import { MigrationControl } from '../control/migration-control.ts';
import { OverrideSync } from '../control/override-sync.ts';
import { Replica } from '../../replicas/replica.ts';
import { type FileStatus, FileWatcher } from '../file/file-watcher.ts';
import { ParityBook } from '../parity/parity-book.ts';
import { groupSamples } from '../parity/sample-groups.ts';
import type { EffectiveState } from '../stage/effective-state.ts';
import { MigrationState } from '../stage/migration-state.ts';
import { viewOf } from './capability.view.ts';
import { explain } from '../stage/explanation.ts';
import { EvidenceCollector } from '../gates/evidence-collector.ts';

/** The migration as the operations API offers it: one value, shared with the management port. */
@Injectable()
export class Operations {
  constructor(
    readonly control: MigrationControl,
    private readonly state: MigrationState,
    private readonly evidence: EvidenceCollector,
    private readonly audits: AuditStore,
    private readonly book: ParityBook,
    private readonly watcher: FileWatcher,
    private readonly sync: OverrideSync,
    private readonly replica: Replica,
  ) {}

  async status(): Promise<StatusDocument> {
    const capabilities = await Promise.all([...this.state.table.states.values()].map((each) => this.view(each)));
    const { isConnected, ageMs } = this.sync;
    return {
      replica: this.replica.name,
      file: fileAsTold(this.watcher.status),
      decisions: { connected: isConnected, ageMs: ageMs === undefined ? null : Math.round(ageMs) },
      capabilities,
    };
  }

  /** @throws UnknownCapabilityError */
  async capability(name: string): Promise<CapabilityDocument> {
    return this.view(this.known(name));
  }

  async view(state: EffectiveState): Promise<CapabilityDocument> {
    return viewOf(state, await this.evidence.of(state));
  }

  /** @param segment as CRM has it; when absent the answer says where it would matter */
  customer(id: string, segment?: string): CustomerDocument {
    const visitor = { customerId: id, ...(segment !== undefined && { segment }) };
    const { table } = this.state;
    const capabilities = [...table.states.values()].flatMap((state) => {
      const decision = table.decide(state.name, visitor);
      const { name, declaration } = state;
      if (decision === undefined) return [];
      return [{ name, title: declaration.title ?? name, ...explain(state, decision, visitor) }];
    });
    return { customer: id, segment: segment ?? null, capabilities };
  }

  async audit(filter: AuditFilter): Promise<AuditEntryDocument[]> {
    const entries = await this.audits.list(filter);
    return entries.map(({ at, actor, reason, ...entry }) => ({
      ...entry,
      at: at.toISOString(),
      actor: printable(actor),
      reason: printable(reason),
    }));
  }

  /** @throws UnknownCapabilityError */
  async parity(name: string, limit: number, fact?: string): Promise<ParityDocument> {
    const { window } = this.known(name).declaration.promotion;
    const [summary, samples] = await Promise.all([
      this.book.summary(name, window),
      this.book.samples(name, limit, fact),
    ]);
    return {
      capability: name,
      windowMs: window,
      summary,
      samples: samples.map((sample) => ({ ...sample, at: sample.at.toISOString() })),
      groups: groupSamples(samples),
    };
  }

  /** @returns ends the subscription. */
  onChange(listener: () => void): () => void {
    return this.state.onChange(listener);
  }

  private known(name: string): EffectiveState {
    const capability = this.state.capability(name);
    if (capability === undefined) throw new UnknownCapabilityError(name, this.state.table.capabilities);
    return capability;
  }
}

function fileAsTold({ loadedAt, refused, digest }: FileStatus): StatusDocument['file'] {
  return {
    digest,
    loadedAt: loadedAt.toISOString(),
    ...(refused !== undefined && { refused: { ...refused, at: refused.at.toISOString() } }),
  };
}
