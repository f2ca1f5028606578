import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { OperatorGuard } from '@wellspring/auth/operators';
import type { AuditPageDocument } from '@wellspring/contract-gateway';
import { parseInput } from '@wellspring/platform';
import type { AuditFilter } from '../control/audit.store.ts';
import { auditQuery } from './operations.requests.ts';
import { Operations } from './operations.ts';

@Controller('operations/v1/audit')
@UseGuards(OperatorGuard)
export class AuditController {
  constructor(private readonly operations: Operations) {}

  @Get()
  async list(@Query() query: unknown): Promise<AuditPageDocument> {
    const filter: AuditFilter = parseInput(auditQuery, query);
    const items = await this.operations.audit(filter);
    return { items, next: items.length < filter.limit ? null : (items.at(-1)?.id ?? null) };
  }
}
