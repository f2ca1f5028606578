import { Body, Controller, Get, HttpCode, Post, Query, UseGuards } from '@nestjs/common';
import { CurrentOperator, type Operator, OperatorGuard } from '@wellspring/auth/operators';
import type { CustomerSessionsDocument, SessionsEndedDocument } from '@wellspring/contract-gateway';
import { parseInput } from '@wellspring/platform';
import { z } from 'zod';
import { isPrintable } from '../yaml-file/printable.ts';
import { SessionOperations } from '../session/session-operations.ts';

const oneLine = z.string().trim().refine(isPrintable, 'must be one line without control characters');
const customer = oneLine.min(1).max(100);
const listQuery = z.strictObject({ customer });
const endRequest = z.strictObject({ customer, reason: oneLine.min(3, 'must say why').max(500) });

/** Customers' sessions, for operators. */
@Controller('operations/v1/sessions')
@UseGuards(OperatorGuard)
export class SessionsController {
  constructor(private readonly sessions: SessionOperations) {}

  @Get()
  list(@Query() query: unknown): Promise<CustomerSessionsDocument> {
    return this.sessions.of(parseInput(listQuery, query).customer);
  }

  @Post('end')
  @HttpCode(200)
  end(@Body() body: unknown, @CurrentOperator() { actor }: Operator): Promise<SessionsEndedDocument> {
    const { customer: whose, reason } = parseInput(endRequest, body);
    return this.sessions.end(whose, { actor, reason });
  }
}
