import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the replicas know together about browsers and old portals. Unlogged: it is written with every request to an old
 * portal, and after a crash of the database the old portals are simply asked again. Lines are updated in place, for which
 * pages keep room.
 */
export class CreateOldSideBook1795910400000 implements MigrationInterface {
  readonly name = 'CreateOldSideBook1795910400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create unlogged table old_side_replica (
        id text primary key,
        relied_on_until timestamptz not null
      )`);
    await runner.query(`
      create unlogged table old_side_epoch (
        browser text not null,
        replica text not null,
        version bigint not null,
        epoch bigint,
        epoch_before bigint,
        waits_until timestamptz not null,
        by_hand_at timestamptz,
        touched_at timestamptz not null,
        primary key (browser, replica)
      ) with (fillfactor = 70)`);
    await runner.query(`
      create unlogged table old_side_answer (
        browser text not null,
        portal text not null,
        cookies text not null,
        node text,
        epoch text not null,
        asked_at timestamptz not null,
        by_hand_at timestamptz,
        who text not null,
        primary key (browser, portal)
      ) with (fillfactor = 70)`);
    await runner.query(`
      create table portal_session (
        session_id text not null,
        portal text not null,
        cookies text,
        sign_ins smallint not null default 0,
        expires_at timestamptz not null,
        primary key (session_id, portal)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['portal_session', 'old_side_answer', 'old_side_epoch', 'old_side_replica'])
      await runner.query(`drop table ${table}`);
  }
}
