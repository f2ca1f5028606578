import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, Module, type CanActivate, UseGuards } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { once } from 'node:events';
import { connect } from 'node:net';
import { defineService, Logger, RequestContext, UNMATCHED, type ServiceDefinition } from '../src/index.ts';
import { accessLines, eventually, start } from './running-services.ts';

@Injectable()
class Keys {
  readonly id = Math.random();
}

@Injectable()
class NobodyGuard implements CanActivate {
  canActivate(): boolean {
    return false;
  }
}

@Controller()
class SessionController {
  @Get('session')
  session(): { trace: string | undefined } {
    return { trace: RequestContext.current()?.traceId };
  }
}

@Controller('operations/v1')
class OperationsController {
  constructor(
    private readonly keys: Keys,
    private readonly logger: Logger,
  ) {}

  @Get('keys')
  list(): { id: number } {
    this.logger.info('Keys listed');
    return { id: this.keys.id };
  }

  @Get('guarded')
  @UseGuards(NobodyGuard)
  guarded(): string {
    return 'never';
  }
}

@Module({ controllers: [SessionController], providers: [Keys] })
class SessionModule {}

@Module({ controllers: [SessionController], providers: [{ provide: APP_GUARD, useClass: NobodyGuard }, Keys] })
class ClosedModule {}

@Module({ controllers: [OperationsController] })
class OperationsModule {}

const management = { module: OperationsModule, share: [Keys] };

describe('the management port', () => {
  it("serves the service's own routes with the very same providers, and only there", async () => {
    const { service, url, managementUrl, sink } = await start(
      defineService({ name: 'things', module: SessionModule, management }),
    );
    const response = await fetch(`${managementUrl}/operations/v1/keys`);

    expect(await response.json()).toEqual({ id: service.get(Keys).id });
    expect((await fetch(`${url}/operations/v1/keys`)).status).toBe(404);
    expect((await fetch(`${managementUrl}/session`)).status).toBe(404);
    expect(sink.records.find(({ message }) => message === 'Keys listed')).toHaveProperty(['trace.id']);
  });

  it("is under its own guards and not under the service's", async () => {
    const { url, managementUrl } = await start(defineService({ name: 'things', module: ClosedModule, management }));

    expect((await fetch(`${url}/session`)).status).toBe(403);
    expect((await fetch(`${managementUrl}/operations/v1/keys`)).status).toBe(200);
    expect((await fetch(`${managementUrl}/operations/v1/guarded`)).status).toBe(403);
    expect((await fetch(`${managementUrl}/health/live`)).status).toBe(200);
  });
});

describe('a service port of its own making', () => {
  const proxy: ServiceDefinition = defineService({
    name: 'things',
    module: SessionModule,
    serve: (_app, nest) => ({
      request(request, response, exchange) {
        if (request.url === '/session') {
          nest(request, response, exchange);
          return;
        }
        exchange.route = 'capability:invoices';
        exchange.log({ side: 'new' });
        response.end(RequestContext.current()?.traceId);
      },
      upgrade(_request, socket) {
        socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: echo\r\nconnection: upgrade\r\n\r\n');
        socket.pipe(socket);
      },
    }),
  });

  it('runs in the context of the request and is counted and logged like any other', async () => {
    const { url, managementUrl, sink } = await start(proxy);
    const trace = await (await fetch(`${url}/invoices/1?x=1`)).text();
    const [line] = await eventually(
      () => accessLines(sink),
      ({ length }) => length === 1,
    );

    expect(line).toMatchObject({ 'trace.id': trace, labels: { route: 'capability:invoices', side: 'new' } });
    const scrape = await (await fetch(`${managementUrl}/metrics`)).text();
    expect(scrape).toContain(
      'http_server_request_duration_seconds_count{method="GET",route="capability:invoices",status="200"} 1',
    );
    expect(scrape).not.toContain(`route="${UNMATCHED}"`);
  });

  it('can leave a request to the controllers', async () => {
    const { url, sink } = await start(proxy);
    const { trace } = (await (await fetch(`${url}/session`)).json()) as { trace: string };
    const [line] = await eventually(
      () => accessLines(sink),
      ({ length }) => length === 1,
    );

    expect(line).toMatchObject({ 'trace.id': trace, labels: { route: '/session' } });
  });

  it('takes over upgraded connections and lets go of them at the drain deadline', async () => {
    const { service, url } = await start(proxy, { SHUTDOWN_DRAIN_MS: '100' });
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write('GET /live HTTP/1.1\r\nhost: x\r\nupgrade: echo\r\nconnection: upgrade\r\n\r\n');
    await once(socket, 'data');
    socket.write('hello');
    expect(String((await once(socket, 'data'))[0])).toBe('hello');
    const closed = once(socket, 'close');
    await service.stop();
    await closed;
  });
});
