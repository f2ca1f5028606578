import { Body, Controller, Get, HttpCode, Param, Post, UseGuards } from '@nestjs/common';
import { CurrentOperator, type Operator, OperatorGuard } from '@wellspring/auth/operators';
import type { CapabilityDocument, StatusDocument } from '@wellspring/contract-gateway';
import { parseInput } from '@wellspring/platform';
import { advanceRequest, pauseRequest, percentRequest, resumeRequest, rollbackRequest } from './operations.requests.ts';
import { Operations } from './operations.ts';

/** The capabilities, and what an operator decides about them. Each decision answers with where it led. */
@Controller('operations/v1/capabilities')
@UseGuards(OperatorGuard)
export class CapabilitiesController {
  constructor(private readonly operations: Operations) {}

  @Get()
  list(): Promise<StatusDocument> {
    return this.operations.status();
  }

  @Get(':name')
  one(@Param('name') name: string): Promise<CapabilityDocument> {
    return this.operations.capability(name);
  }

  @Post(':name/advance')
  @HttpCode(200)
  async advance(
    @Param('name') name: string,
    @Body() body: unknown,
    @CurrentOperator() { actor }: Operator,
  ): Promise<CapabilityDocument> {
    const { reason, ...options } = parseInput(advanceRequest, body);
    return this.operations.view(await this.operations.control.advance(name, { actor, reason }, options));
  }

  @Post(':name/rollback')
  @HttpCode(200)
  async rollback(
    @Param('name') name: string,
    @Body() body: unknown,
    @CurrentOperator() { actor }: Operator,
  ): Promise<CapabilityDocument> {
    const { reason, to } = parseInput(rollbackRequest, body);
    return this.operations.view(await this.operations.control.rollback(name, { actor, reason }, to));
  }

  @Post(':name/pause')
  @HttpCode(200)
  async pause(
    @Param('name') name: string,
    @Body() body: unknown,
    @CurrentOperator() { actor }: Operator,
  ): Promise<CapabilityDocument> {
    const { reason } = parseInput(pauseRequest, body);
    return this.operations.view(await this.operations.control.pause(name, { actor, reason }));
  }

  @Post(':name/resume')
  @HttpCode(200)
  async resume(
    @Param('name') name: string,
    @Body() body: unknown,
    @CurrentOperator() { actor }: Operator,
  ): Promise<CapabilityDocument> {
    const { reason, ...options } = parseInput(resumeRequest, body);
    return this.operations.view(await this.operations.control.resume(name, { actor, reason }, options));
  }

  @Post(':name/percent')
  @HttpCode(200)
  async percent(
    @Param('name') name: string,
    @Body() body: unknown,
    @CurrentOperator() { actor }: Operator,
  ): Promise<CapabilityDocument> {
    const { reason, ...options } = parseInput(percentRequest, body);
    return this.operations.view(await this.operations.control.percent(name, { actor, reason }, options));
  }
}
