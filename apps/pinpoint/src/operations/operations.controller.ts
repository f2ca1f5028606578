import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query, UseGuards } from '@nestjs/common';
import { CurrentOperator, type Operator, OperatorGuard } from '@wellspring/auth/operators';
import type {
  CustomerDocument,
  IncidentDocument,
  IncidentsDocument,
  NowDocument,
  ReferenceDocument,
  SilenceDocument,
  SilencesDocument,
} from '@wellspring/contract-pinpoint';
import { parseInput } from '@wellspring/platform';
import { IncidentNotFoundError, SilenceNotFoundError } from './operations.errors.ts';
import { Operations } from './operations.ts';
import { customerParam, incidentsQuery, referenceParam, silenceRequest } from './operations.requests.ts';

const minuteMs = 60_000;

/** What is no id at all is of nothing there is. */
function idOr(notFound: new () => Error): ParseUUIDPipe {
  return new ParseUUIDPipe({ exceptionFactory: () => new notFound() });
}

/** What hurts, who is to blame, and where to look: for operators, on the management port. */
@Controller('operations/v1')
@UseGuards(OperatorGuard)
export class OperationsController {
  constructor(private readonly operations: Operations) {}

  @Get('now')
  now(): NowDocument {
    return this.operations.now();
  }

  @Get('incidents')
  async incidents(@Query() query: unknown): Promise<IncidentsDocument> {
    const { limit } = parseInput(incidentsQuery, query);
    return { items: await this.operations.latest(limit) };
  }

  @Get('incidents/:id')
  incident(@Param('id', idOr(IncidentNotFoundError)) id: string): Promise<IncidentDocument> {
    return this.operations.incident(id);
  }

  @Get('references/:reference')
  async reference(@Param('reference') reference: string): Promise<ReferenceDocument> {
    const traceId = parseInput(referenceParam, reference);
    return { reference: traceId, items: await this.operations.byReference(traceId) };
  }

  @Get('customers/:customer')
  customer(@Param('customer') customer: string, @CurrentOperator() { actor }: Operator): Promise<CustomerDocument> {
    return this.operations.customer(parseInput(customerParam, customer), actor);
  }

  @Get('silences')
  silences(): SilencesDocument {
    return { items: this.operations.silencesInForce() };
  }

  @Post('silences')
  silence(@Body() body: unknown, @CurrentOperator() { actor }: Operator): Promise<SilenceDocument> {
    const { subject, minutes, reason } = parseInput(silenceRequest, body);
    return this.operations.silence({
      subject,
      reason,
      operator: actor,
      until: new Date(Date.now() + minutes * minuteMs),
    });
  }

  @Post('silences/:id/end')
  @HttpCode(200)
  async endSilence(@Param('id', idOr(SilenceNotFoundError)) id: string): Promise<{ ended: true }> {
    await this.operations.endSilence(id);
    return { ended: true };
  }
}
