import { pipeline } from 'node:stream/promises';
import { Body, Controller, Get, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OriginGuard } from '../session/origin.guard.ts';
import { type AdmittedOperator, CurrentOperator, SessionGuard } from '../session/session.guard.ts';
import { LiveEvents } from './live-events.ts';
import { type OperationsAnswer, OperationsApi } from './operations-api.ts';
import { UnknownOperationError } from './operations.errors.ts';

/** Plain names only: nothing that could be read as another path on the way. */
const operation = /^\/api((?:\/[A-Za-z0-9_-]+)+(?:\?[^#]*)?)$/;

const eventStreamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // A proxy that buffers would make it anything but live.
  'x-accel-buffering': 'no',
};

/** Passes what the pages ask on to the gateway, with the operator's token. */
@Controller('api')
@UseGuards(OriginGuard, SessionGuard)
export class OperationsController {
  constructor(
    private readonly operations: OperationsApi,
    private readonly live: LiveEvents,
  ) {}

  @Get('events')
  async events(@CurrentOperator() operator: AdmittedOperator, @Res() reply: FastifyReply): Promise<void> {
    const answer = await this.live.open(operator);
    if (!('stream' in answer)) {
      send(reply, answer);
      return;
    }
    reply.hijack();
    reply.raw.writeHead(200, eventStreamHeaders).flushHeaders();
    // However it ends, a page opens another.
    await pipeline(answer.stream, reply.raw).catch(() => undefined);
  }

  @Get('*')
  async read(
    @CurrentOperator() { accessToken }: AdmittedOperator,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    send(reply, await this.operations.read(pathOf(request), accessToken));
  }

  @Post('*')
  async decide(
    @CurrentOperator() { accessToken }: AdmittedOperator,
    @Req() request: FastifyRequest,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    send(reply, await this.operations.decide(pathOf(request), body, accessToken));
  }
}

function pathOf(request: FastifyRequest): string {
  const [, path] = operation.exec(request.url) ?? [];
  if (path === undefined) throw new UnknownOperationError();
  return path;
}

function send(reply: FastifyReply, { status, body }: OperationsAnswer): void {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  void reply
    .status(status)
    .headers({ 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' })
    .send(JSON.stringify(body ?? null));
}
