import { Injectable, Module } from '@nestjs/common';
import { DatabaseSettings, PersistenceModule } from '@wellspring/persistence';
import { defineService, type ServiceDefinition } from '@wellspring/platform';
import { type RunningService, serviceUnderTest } from '@wellspring/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { z } from 'zod';
import {
  type FeedPage,
  type ReadModel,
  ReadModelFiguresModule,
  readModelMigrations,
  ReadModelModule,
  ReadModels,
  readModelSettings,
  readModelToken,
  type RecordMapping,
  recordReader,
  type RecordRows,
  type RecordSource,
} from '../src/index.ts';

export interface Well {
  wellNo: string;
  digger: string;
  seq: number;
  depth: number;
}

class CreateWell1790000000000 implements MigrationInterface {
  readonly name = 'CreateWell1790000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table well (id text primary key, digger text not null, seq bigint not null, shape integer not null, text text)`);
    await runner.query(`create index well_by_shape on well (shape)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table well`);
  }
}

class WellSettings extends readModelSettings('well') {}

/** The system that owns the wells, in this process; what it answers can be held back. */
export class WellRegister implements RecordSource {
  readonly asked: number[] = [];
  readonly askedOwners: string[] = [];
  before: () => Promise<void> = () => Promise.resolve();
  /** How asking for one digger's wells fails. */
  readonly failures = new Map<string, Error>();
  private readonly wells = new Map<string, unknown>();
  private seq = 0;

  put(well: Omit<Well, 'seq'> | Record<string, unknown>): void {
    this.seq += 1;
    this.wells.set(String(well['wellNo' as keyof typeof well]), { ...well, seq: this.seq });
  }

  remove(wellNo: string): void {
    this.wells.delete(wellNo);
  }

  async changes(cursor: number, limit: number): Promise<FeedPage> {
    this.asked.push(cursor);
    await this.before();
    const items = [...this.wells.values()]
      .filter((well) => seqOf(well) > cursor)
      .sort((one, other) => seqOf(one) - seqOf(other))
      .slice(0, limit);
    return { items, next: seqOf(items.at(-1) ?? { seq: cursor }), latest: this.seq };
  }

  ofOwner(digger: string): Promise<readonly unknown[]> {
    this.askedOwners.push(digger);
    const failure = this.failures.get(digger);
    if (failure) return Promise.reject(failure);
    return Promise.resolve([...this.wells.values()].filter((well) => (well as Well).digger === digger));
  }
}

const seqOf = (well: unknown): number => (well as Well).seq;

/** A release of the service: what it writes of a well, and under which number. */
export interface Release {
  readonly shape: number;
  readonly textOf: (well: Well) => string;
}

/** The service on a register that the test holds. */
export function wellService(register: WellRegister, { shape, textOf }: Release): ServiceDefinition {
  @Injectable()
  class WellMapping implements RecordMapping<Well> {
    rowsOf(wells: readonly Well[]): RecordRows[] {
      return wells.map((well) => ({
        row: { id: well.wellNo, digger: well.digger, seq: well.seq, text: textOf(well) },
      }));
    }
  }

  @Module({ providers: [{ provide: WellRegister, useValue: register }], exports: [WellRegister] })
  class RegisterModule {}

  @Module({
    imports: [
      PersistenceModule.forRoot({
        entities: [],
        migrations: [...readModelMigrations, CreateWell1790000000000],
        jobs: true,
      }),
      ReadModelModule.register({
        name: 'well',
        plural: 'wells',
        shape,
        settings: WellSettings,
        imports: [RegisterModule],
        source: WellRegister,
        read: recordReader({
          schema: z.object({ wellNo: z.string(), digger: z.string(), seq: z.number(), depth: z.number().positive() }),
          id: 'wellNo',
          version: 'seq',
          owner: 'digger',
          map: (well): Well => well,
        }),
        identify: ({ wellNo, seq, digger }) => ({ id: wellNo, version: seq, owner: digger }),
        table: { name: 'well', version: 'seq' },
        mapping: WellMapping,
      }),
    ],
  })
  class AppModule {}

  return defineService({
    name: 'wells',
    module: AppModule,
    settings: [DatabaseSettings, WellSettings],
    management: { module: ReadModelFiguresModule, share: [ReadModels] },
  });
}

/** Started, with the jobs so rare that the test says when. */
export function startWells(
  register: WellRegister,
  release: Release,
  env: Record<string, string> = {},
): Promise<RunningService> {
  const service = serviceUnderTest(wellService(register, release)).withEnv({
    WELL_SYNC_INTERVAL_SECONDS: '3600',
    WELL_SYNC_BATCH_SIZE: '2',
    ...env,
  });
  return (env['DATABASE_URL'] === undefined ? service.withPostgres() : service).start();
}

export const modelOf = (service: RunningService): ReadModel<Well> => service.get(readModelToken('well'));

export const never = (): AbortSignal => new AbortController().signal;
