import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, Module, type CanActivate, UseGuards } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  defineService,
  Logger,
  RequestContext,
  SocketPort,
  unmatched,
  type CloseOptions,
  type PortParts,
} from '../src/index.ts';
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

/** Answers everything itself, on node:http for brevity. */
class OwnPort extends SocketPort {
  /** What was done to it, in order. */
  readonly calls: string[] = [];
  private keys: Keys | undefined;

  constructor({ exchanges }: PortParts) {
    const server = createServer((request, response) => {
      this.answer(request, response);
    });
    super(server, exchanges);
  }

  open(app: NestFastifyApplication): void {
    this.calls.push('open');
    this.keys = app.get(Keys);
  }

  override async listen(port: number, host: string): Promise<void> {
    this.calls.push('listen');
    await super.listen(port, host);
  }

  override announceClose(): void {
    this.calls.push('announceClose');
    super.announceClose();
  }

  override async close(options: CloseOptions): Promise<void> {
    this.calls.push('close');
    await super.close(options);
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const exchange = this.exchanges.begin(request, response);
    response.once('close', () => {
      this.exchanges.end(exchange);
    });
    this.exchanges.admit(exchange, () => {
      exchange.route = 'capability:invoices';
      exchange.log({ side: 'new' });
      response.end(JSON.stringify({ trace: RequestContext.current()?.traceId, keys: this.keys?.id }));
    });
  }
}

describe('a service port of its own making', () => {
  async function startOwn(): Promise<Awaited<ReturnType<typeof start>> & { port: OwnPort }> {
    let made: OwnPort | undefined;
    const definition = defineService({
      name: 'things',
      module: SessionModule,
      port: (parts) => (made = new OwnPort(parts)),
    });
    const started = await start(definition);
    if (made === undefined) throw new Error('no port was made');
    return { ...started, port: made };
  }

  it('runs in the context of the request and is counted and logged like any other', async () => {
    const { service, url, managementUrl, sink } = await startOwn();
    const answer: unknown = await (await fetch(`${url}/invoices/1?x=1`)).json();
    const [line] = await eventually(
      () => accessLines(sink),
      ({ length }) => length === 1,
    );

    expect(answer).toEqual({ trace: line?.['trace.id'], keys: service.get(Keys).id });
    expect(line).toMatchObject({ labels: { route: 'capability:invoices', side: 'new' } });
    const scrape = await (await fetch(`${managementUrl}/metrics`)).text();
    expect(scrape).toContain(
      'http_server_request_duration_seconds_count{method="GET",route="capability:invoices",status="200"} 1',
    );
    expect(scrape).not.toContain(`route="${unmatched}"`);
  });

  it('is opened before it listens, and told of the end before it is closed', async () => {
    const { service, port, url } = await startOwn();
    await (await fetch(url)).text();
    await service.stop();

    expect(port.calls).toEqual(['open', 'listen', 'announceClose', 'close']);
    expect(port.listening).toBe(false);
  });
});
