import { Controller, Get, HttpException, Res } from '@nestjs/common';
import { HealthCheckService, HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import type { FastifyReply } from 'fastify';
import type { HealthReport } from '../health/health-check.ts';
import { HealthRegistry } from '../health/health.registry.ts';
import type { HealthDocument } from './health.document.ts';
import { Readiness } from './readiness.ts';

@Controller('health')
export class HealthController {
  constructor(
    private readonly terminus: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly registry: HealthRegistry,
    private readonly readiness: Readiness,
  ) {}

  /** Says only that the event loop turns: a restart cures nothing that a dependency has. */
  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** 503 while starting or stopping, and until everything the service cannot answer without was well once. */
  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthDocument> {
    const reports = this.registry.reports();
    const checks = [() => this.service(), ...reports.map((report) => () => this.indicate(report))];
    void reply.header('cache-control', 'no-store');
    try {
      return await this.terminus.check(checks);
    } catch (error) {
      if (!(error instanceof HttpException)) throw error;
      const found = error.getResponse();
      if (!isHealth(found)) throw error;
      void reply.status(error.getStatus());
      return found;
    }
  }

  private service(): HealthIndicatorResult {
    const indicator = this.indicators.check('service');
    const { phase } = this.readiness;
    return phase === 'started' ? indicator.up({ phase }) : indicator.down({ phase });
  }

  /**
   * What was well once is only reported when it is lost: every replica has lost it, and with none in rotation customers
   * would get broken connections in place of what the service has to say.
   */
  private indicate({ name, kind, status, wasUp, details, ...rest }: HealthReport): HealthIndicatorResult {
    const indicator = this.indicators.check(name);
    const data = { ...details, ...rest, kind, last: status };
    if (status === 'up') return indicator.up(data);
    return kind === 'required' && !wasUp ? indicator.down(data) : indicator.degraded(data);
  }
}

/** What Terminus found is thrown by it when that is not well. */
function isHealth(found: string | object): found is HealthDocument {
  return typeof found === 'object' && 'details' in found;
}
