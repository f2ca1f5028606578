import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Controller, Get, Module } from '@nestjs/common';
import { defineService, HttpClient, HttpClientModule, InjectHttpClient, settings } from '@wellspring/platform';
import { z } from 'zod';
import { eventually, type RunningService, serviceUnderTest } from '../../src/index.ts';
import { Dependency, type Invoice, invoiceRequest } from './dependency.ts';

jest.setTimeout(60_000);

class EngineSettings extends settings({ engineUrl: z.url(), crmUrl: z.url() }) {}

@Controller()
class InvoiceController {
  constructor(
    @InjectHttpClient('engine') private readonly engine: HttpClient,
    @InjectHttpClient('crm') private readonly crm: HttpClient,
  ) {}

  @Get('invoice')
  async invoice(): Promise<Invoice> {
    return (await this.engine.request(invoiceRequest)).body;
  }

  @Get('names')
  names(): string[] {
    return [this.engine.name, this.crm.name];
  }
}

@Module({
  imports: [
    HttpClientModule.register({
      name: 'engine',
      inject: [EngineSettings],
      useFactory: ({ engineUrl }: EngineSettings) => ({
        baseUrl: engineUrl,
        timeoutMs: 5_000,
        retry: { maxAttempts: 1 },
        healthPath: '/health',
      }),
    }),
    HttpClientModule.register({
      name: 'crm',
      inject: [EngineSettings],
      useFactory: ({ crmUrl }: EngineSettings) => ({ baseUrl: crmUrl, timeoutMs: 500 }),
    }),
  ],
  controllers: [InvoiceController],
})
class InvoiceModule {}

const invoices = defineService({ name: 'invoices', module: InvoiceModule, settings: [EngineSettings] });

describe('HttpClientModule', () => {
  let dependency: Dependency;
  let service: RunningService;

  beforeAll(async () => {
    dependency = await Dependency.start();
    service = await serviceUnderTest(invoices)
      .withDependency('ENGINE_URL', dependency.proxy.url)
      .withDependency('CRM_URL', 'http://127.0.0.1:9')
      .start();
  });

  afterAll(async () => {
    await service.stop();
    await dependency.stop();
  });

  it('makes a client for each dependency', async () => {
    await service.http.get('/names').expect(200, ['engine', 'crm']);
    await service.http.get('/invoice').expect(200, { number: 'INV-1' });
  });

  it('carries the trace of the incoming request on', async () => {
    await service.http
      .get('/invoice')
      .set('traceparent', `00-${'b'.repeat(32)}-${'c'.repeat(16)}-01`)
      .expect(200);
    expect(dependency.requests.at(-1)?.headers['traceparent']).toContain('b'.repeat(32));
  });

  it('answers 503 without details and stays ready when the dependency is down', async () => {
    await dependency.proxy.refuse();
    const response = await service.http.get('/invoice').expect(503);
    expect(response.text).not.toMatch(/ECONNREFUSED|127\.0\.0\.1|engine/);
    const metrics = await service.management.get('/metrics').expect(200);
    expect(metrics.text).toMatch(/http_client_requests_total\{[^}]*dependency="engine"[^}]*outcome="refused"[^}]*\} 1/);
    await eventually(
      async () => {
        const ready = await service.management.get('/health/ready').expect(200);
        expect(ready.text).toMatch(/engine: timeout|engine health: refused/);
      },
      { timeoutMs: 30_000 },
    );
    await dependency.proxy.listen();
  });
});
