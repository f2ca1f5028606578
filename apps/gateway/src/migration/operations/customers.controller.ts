import { Controller, Get, Param, Query, UseGuards } from '@nestjs/common';
import { OperatorGuard } from '@wellspring/auth/operators';
import type { CustomerDocument } from '@wellspring/contract-gateway';
import { parseInput } from '@wellspring/platform';
import { customerQuery } from './operations.requests.ts';
import { Operations } from './operations.ts';

/** Which side a customer is on, and why. Worked out from the id alone: nothing about the customer is looked up. */
@Controller('operations/v1/customers')
@UseGuards(OperatorGuard)
export class CustomersController {
  constructor(private readonly operations: Operations) {}

  @Get(':id')
  one(@Param('id') id: string, @Query() query: unknown): CustomerDocument {
    return this.operations.customer(id, parseInput(customerQuery, query).segment);
  }
}
