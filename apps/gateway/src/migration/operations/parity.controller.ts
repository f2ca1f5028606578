import { Controller, Get, Param, Query, UseGuards } from '@nestjs/common';
import { OperatorGuard } from '@wellspring/auth/operators';
import type { ParityDocument } from '@wellspring/contract-gateway';
import { parseInput } from '@wellspring/platform';
import { parityQuery } from './operations.requests.ts';
import { Operations } from './operations.ts';

/** What was compared, by fact, with samples of what differed. */
@Controller('operations/v1/parity')
@UseGuards(OperatorGuard)
export class ParityController {
  constructor(private readonly operations: Operations) {}

  @Get(':name')
  one(@Param('name') name: string, @Query() query: unknown): Promise<ParityDocument> {
    const { limit, fact } = parseInput(parityQuery, query);
    return this.operations.parity(name, limit, fact);
  }
}
