import type { QueryRunner } from 'typeorm';

/**
 * For a migration: has the database itself refuse to change or remove rows of an audit, whoever asks, the table's owner
 * and replication included. A table that is dropped takes its triggers along; {@link dropAppendOnly} removes the rest.
 */
export async function keepAppendOnly(runner: QueryRunner, table: string): Promise<void> {
  const refuse = functionOf(table);
  await runner.query(`
    create function ${refuse}() returns trigger language plpgsql as $$
    begin
      raise exception '${table} is append-only: % is refused', tg_op using errcode = 'insufficient_privilege';
    end $$`);
  await runner.query(
    `create trigger append_only before update or delete on ${table} for each row execute function ${refuse}()`,
  );
  await runner.query(
    `create trigger append_only_truncate before truncate on ${table} for each statement execute function ${refuse}()`,
  );
  await runner.query(`alter table ${table} enable always trigger append_only`);
  await runner.query(`alter table ${table} enable always trigger append_only_truncate`);
  await runner.query(`revoke update, delete, truncate on ${table} from public, current_user`);
}

/** After the table is dropped. */
export async function dropAppendOnly(runner: QueryRunner, table: string): Promise<void> {
  await runner.query(`drop function ${functionOf(table)}`);
}

const functionOf = (table: string): string => `${table}_is_append_only`;
