import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which operator looked at which customer. */
export class CreateLook1796500000000 implements MigrationInterface {
  readonly name = 'CreateLook1796500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table look (
        id bigint primary key generated always as identity,
        customer text not null,
        operator text not null,
        at timestamptz not null default now()
      )`);
    await runner.query(`create index look_of_customer on look (customer, at desc)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table look`);
  }
}
