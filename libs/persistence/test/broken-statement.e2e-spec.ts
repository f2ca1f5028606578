import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module } from '@nestjs/common';
import { defineService } from '@wellspring/platform';
import { faultProxy, type FaultProxy, temporaryDatabase, type TemporaryDatabase } from '@wellspring/testing';
import { DataSource } from 'typeorm';
import { DatabaseSettings, PersistenceModule } from '../src/index.ts';
import { databaseOnly, type Started, startMigrated } from './started-service.ts';

const underWay = Promise.withResolvers<true>();

@Controller()
class StatementsController {
  constructor(private readonly dataSource: DataSource) {}

  @Get('slow')
  async slow(): Promise<unknown> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query('select 1');
      const answer = manager.query<unknown>('select pg_sleep(30)');
      underWay.resolve(true);
      return answer;
    });
  }

  @Get('wrong')
  async wrong(): Promise<unknown> {
    return this.dataSource.query<unknown>('select 1 / 0');
  }
}

@Module({ imports: [PersistenceModule.forRoot(databaseOnly)], controllers: [StatementsController] })
class AppModule {}

const definition = defineService({ name: 'under-test', module: AppModule, settings: [DatabaseSettings] });

describe('a statement of TypeORM that fails', () => {
  let database: TemporaryDatabase;
  let proxy: FaultProxy;
  let started: Started;

  beforeEach(async () => {
    database = await temporaryDatabase('broken-statement');
    proxy = await faultProxy({ target: database.url });
    started = await startMigrated(definition, proxy.url);
  });

  afterEach(async () => {
    await started.service.stop();
    await proxy.close();
    await database.drop();
  });

  it('is a 503 when the database went away under it', async () => {
    const answer = fetch(`${started.service.url}/slow`);
    await underWay.promise;
    proxy.reset();
    const response = await answer;
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(await response.json()).toMatchObject({ code: 'DB.UNAVAILABLE' });
  });

  it('is a 500 that tells nothing when the statement itself is wrong', async () => {
    const response = await fetch(`${started.service.url}/wrong`);
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ code: 'SERVICE.UNEXPECTED' });
  });
});
