import type { QueryRunner } from 'typeorm';
import { dropAppendOnly, keepAppendOnly } from '../migrations/append-only.ts';

/**
 * For a migration: the table of what people decide about commands of a kind.
 * @param key type of the command's id
 */
export async function createResolutions(runner: QueryRunner, command: string, key = 'uuid'): Promise<void> {
  const name = command.replaceAll('-', '_');
  await runner.query(`
    create table ${name}_resolution (
      id bigint generated always as identity primary key,
      at timestamptz not null default now(),
      ${name}_id ${key} not null references ${name},
      action text not null,
      operator text not null,
      reason text not null,
      details jsonb not null,
      problem text,
      led_to text not null
    )`);
  await runner.query(`create index ${name}_resolution_of_${name} on ${name}_resolution (${name}_id, id)`);
  await keepAppendOnly(runner, `${name}_resolution`);
}

export async function dropResolutions(runner: QueryRunner, command: string): Promise<void> {
  const table = `${command.replaceAll('-', '_')}_resolution`;
  await runner.query(`drop table ${table}`);
  await dropAppendOnly(runner, table);
}
