import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { OperatorGuard } from '@wellspring/auth/operators';
import { parseInput } from '@wellspring/platform';
import type { AuditEntry } from '../control/audit-entry.ts';
import type { AuditFilter } from '../control/audit.store.ts';
import { auditQuery } from './operations.requests.ts';
import { Operations } from './operations.ts';

export interface AuditPage {
  /** Newest first. */
  items: AuditEntry[];
  /** `before` of the next page; `null` when this is the last one. */
  next: number | null;
}

@Controller('operations/v1/audit')
@UseGuards(OperatorGuard)
export class AuditController {
  constructor(private readonly operations: Operations) {}

  @Get()
  async list(@Query() query: unknown): Promise<AuditPage> {
    const filter: AuditFilter = parseInput(auditQuery, query);
    const items = await this.operations.audit(filter);
    return { items, next: items.length < filter.limit ? null : (items.at(-1)?.id ?? null) };
  }
}
