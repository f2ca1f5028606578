import { pipeline } from 'node:stream/promises';
import { Body, Controller, Get, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import { Exchange } from '@wellspring/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OriginGuard } from '../session/origin.guard.ts';
import { type AdmittedOperator, CurrentOperator, SessionGuard } from '../session/session.guard.ts';
import { LiveEvents } from './live-events.ts';
import type { OperationsAnswer, OperationsApi } from './operations-api.ts';
import { OperationsApis } from './operations-apis.ts';
import { UnknownOperationError } from './operations.errors.ts';

/** Plain names only: nothing that could be read as another path on the way. */
const operation = /^\/api\/([a-z]+)((?:\/[A-Za-z0-9_-]+)+(?:\?[^#]*)?)$/;

const eventStreamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // A proxy that buffers would make it anything but live.
  'x-accel-buffering': 'no',
};

/** Passes what the pages ask on to the system they name, with the operator's token. */
@Controller('api')
@UseGuards(OriginGuard, SessionGuard)
export class OperationsController {
  constructor(
    private readonly operations: OperationsApis,
    private readonly live: LiveEvents,
  ) {}

  @Get('gateway/events')
  async events(
    @CurrentOperator() operator: AdmittedOperator,
    @Req() { raw }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const answer = await this.live.open(operator);
    if (!('stream' in answer)) {
      send(reply, answer);
      return;
    }
    const exchange = Exchange.of(raw);
    if (exchange !== undefined) exchange.lasts = true;
    reply.hijack();
    reply.raw.writeHead(200, eventStreamHeaders).flushHeaders();
    // However it ends, a page opens another.
    await pipeline(answer.stream, reply.raw).catch(() => undefined);
  }

  @Get(':system/health')
  async health(@Param('system') system: string, @Res() reply: FastifyReply): Promise<void> {
    send(reply, await this.api(system).health());
  }

  @Get('*')
  async read(
    @CurrentOperator() { accessToken }: AdmittedOperator,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { api, path } = this.asked(request);
    send(reply, await api.read(path, accessToken));
  }

  @Post('*')
  async decide(
    @CurrentOperator() { accessToken }: AdmittedOperator,
    @Req() request: FastifyRequest,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { api, path } = this.asked(request);
    send(reply, await api.decide(path, body, accessToken));
  }

  private api(system: string): OperationsApi {
    const api = this.operations.of(system);
    if (api === undefined) throw new UnknownOperationError();
    return api;
  }

  private asked(request: FastifyRequest): { api: OperationsApi; path: string } {
    const [, system, path] = operation.exec(request.url) ?? [];
    if (system === undefined || path === undefined) throw new UnknownOperationError();
    return { api: this.api(system), path };
  }
}

function send(reply: FastifyReply, { status, body }: OperationsAnswer): void {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  void reply
    .status(status)
    .headers({ 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' })
    .send(JSON.stringify(body ?? null));
}
