import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, temporaryDatabase, type TemporaryDatabase } from '@wellspring/testing';
import { DataSource, type QueryRunner } from 'typeorm';
import { MonthlyPartitions } from '../src/index.ts';
import { databaseOnly, serviceWith, type Started, startMigrated } from './started-service.ts';

/** A month of the table's rows, by its first day. */
const january = '2026-01-01';
const february = '2026-02-01';
const march = '2026-03-01';

describe('partitions by month', () => {
  let database: TemporaryDatabase;
  let started: Started;
  let dataSource: DataSource;
  let partitions: MonthlyPartitions;
  let reader: QueryRunner;

  beforeEach(async () => {
    database = await temporaryDatabase('partitions');
    started = await startMigrated(serviceWith(databaseOnly), database.url);
    dataSource = started.service.get<DataSource>(DataSource);
    await dataSource.query(`
      create table reading (id text, taken_at timestamptz not null, primary key (id, taken_at))
      partition by range (taken_at)`);
    partitions = new MonthlyPartitions(dataSource, ['reading']);
    await partitions.ensure([january, february]);
    await dataSource.query(`insert into reading values ('A', '2026-01-31T23:59:59Z'), ('B', '2026-02-01T00:00:00Z')`);
    reader = dataSource.createQueryRunner();
  });

  afterEach(async () => {
    await reader.release();
    await started.service.stop();
    await database.drop();
  });

  const names = async (): Promise<string[]> => {
    const rows = await dataSource.query<{ name: string }[]>(
      `select relname as name from pg_class where relkind = 'r' and relname ~ '^reading_' order by 1`,
    );
    return rows.map(({ name }) => name);
  };
  const ids = async (): Promise<string[]> => {
    const rows = await dataSource.query<{ id: string }[]>(`select id from reading order by id`);
    return rows.map(({ id }) => id);
  };

  it('are made once, with the indexes of the table, whoever asks and however many do at a time', async () => {
    const replicas = [partitions, new MonthlyPartitions(dataSource, ['reading']), partitions];
    await Promise.all(replicas.map((replica) => replica.ensure([february, march])));
    expect(await names()).toEqual(['reading_202601', 'reading_202602', 'reading_202603']);
    expect(
      await dataSource.query(`select tablename as name from pg_indexes where tablename ~ '^reading_2' order by 1`),
    ).toHaveLength(3);
    expect(await ids()).toEqual(['A', 'B']);
  });

  it('are made while somebody takes long to read, and nobody waits', async () => {
    await reader.startTransaction();
    await reader.query('select from reading');
    await partitions.ensure([march]);
    expect(await names()).toContain('reading_202603');
    await reader.commitTransaction();
  });

  it('are dropped when their time is over, and the others stay', async () => {
    expect(await partitions.dropBefore(february)).toEqual(['reading_202601']);
    expect(await names()).toEqual(['reading_202602']);
    expect(await ids()).toEqual(['B']);
    expect(await partitions.dropBefore(february)).toEqual([]);
  });

  it('are dropped once who takes long to read is done, and keep nobody waiting meanwhile', async () => {
    await reader.startTransaction();
    await reader.query('select from reading');
    const dropped = partitions.dropBefore(february);
    await eventually(async () => {
      const waiting = await dataSource.query<object[]>(
        `select from pg_stat_activity where query ~ 'detach partition' and wait_event_type = 'Lock'`,
      );
      expect(waiting).toHaveLength(1);
    });
    // Waiting behind the drop, this would take as long as the reader does.
    expect(await ids()).toEqual(['B']);
    await dataSource.query(`insert into reading values ('C', '2026-02-02T00:00:00Z')`);
    await reader.commitTransaction();
    expect(await dropped).toEqual(['reading_202601']);
  });

  it('are dropped by the next one to try, where the first was cut short', async () => {
    await reader.startTransaction();
    await reader.query('select from reading');
    const impatient = dataSource.createQueryRunner();
    await impatient.query(`set statement_timeout = '100ms'`);
    await expect(impatient.query('alter table reading detach partition reading_202601 concurrently')).rejects.toThrow(
      /timeout/,
    );
    await impatient.query('reset statement_timeout');
    await impatient.release();
    await reader.commitTransaction();
    await dataSource.query('alter table reading detach partition reading_202602');
    expect(await partitions.dropBefore(march)).toEqual(['reading_202601', 'reading_202602']);
    expect(await names()).toEqual([]);
  });

  it('that were dropped are made again when they are needed after all', async () => {
    await partitions.dropBefore(february);
    await partitions.ensure([january]);
    await dataSource.query(`insert into reading values ('A', '2026-01-01T00:00:00Z')`);
    expect(await ids()).toEqual(['A', 'B']);
  });
});
