/** A backup, brought to a point in time in a server of its own that ends with the drill. */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { giveToServer, type Postgres, startPostgres } from '@wellspring/testing/postgres';
import pg from 'pg';

export interface Restore {
  /** A data directory as `pg_basebackup --format=plain` leaves it. */
  backup: string;
  /** Where segments of the log were archived to, by their names. */
  wal: string;
  to: Date;
  /** Of the role `postgres`, as it was then. */
  password: string;
}

const recoveryDeadlineMs = 3600_000;

/** @throws Error with the server's last words, such as that the log ends before that time */
export async function restoreServer({ backup, wal, to, password }: Restore): Promise<Postgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'wellspring-restored-'));
  const remove = (): Promise<void> => rm(dataDir, { recursive: true, force: true });
  try {
    const cluster = join(dataDir, 'cluster');
    await cp(backup, cluster, { recursive: true });
    await writeFile(join(cluster, 'recovery.signal'), '');
    await writeFile(join(cluster, 'postgresql.auto.conf'), recoverySettings(wal, to));
    await writeFile(join(dataDir, 'password'), password);
    await giveToServer(dataDir);
    const server = await startPostgres({ dataDir, persistent: true });
    const stop = async (): Promise<void> => {
      await server.stop();
      await remove();
    };
    try {
      await untilRecovered(server);
      return { ...server, stop };
    } catch (error) {
      await stop();
      throw error;
    }
  } catch (error) {
    await remove();
    throw error;
  }
}

function recoverySettings(wal: string, to: Date): string {
  const settings = {
    restore_command: `cp "${wal}/%f" "%p"`,
    // It takes no letters of ISO 8601.
    recovery_target_time: to.toISOString().replace('T', ' ').replace('Z', '+00'),
    recovery_target_action: 'promote',
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`)
    .join('');
}

async function untilRecovered(server: Postgres): Promise<void> {
  const deadline = Date.now() + recoveryDeadlineMs;
  const ended = server.ended.then((words) => {
    throw new Error(`It cannot be restored to that time:\n${words}`);
  });
  const recovered = async (): Promise<void> => {
    while (await isRecovering(server)) {
      if (Date.now() > deadline) throw new Error('It is not restored within an hour.');
      await delay(200);
    }
  };
  await Promise.race([recovered(), ended]);
}

async function isRecovering(server: Postgres): Promise<boolean> {
  const client = new pg.Client({ connectionString: server.url() });
  try {
    await client.connect();
    const { rows } = await client.query<{ recovering: boolean }>('select pg_is_in_recovery() as recovering');
    return rows[0]?.recovering ?? true;
  } catch {
    // It answers nobody until it is consistent; that it has ended is told elsewhere.
    return true;
  } finally {
    await client.end().catch(() => undefined);
  }
}
