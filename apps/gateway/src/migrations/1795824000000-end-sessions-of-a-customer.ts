import type { MigrationInterface, QueryRunner } from 'typeorm';

export class EndSessionsOfACustomer1795824000000 implements MigrationInterface {
  readonly name = 'EndSessionsOfACustomer1795824000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index session_customer on session (customer_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index session_customer`);
  }
}
