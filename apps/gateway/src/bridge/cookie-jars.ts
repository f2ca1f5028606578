import { Injectable } from '@nestjs/common';
import { Sealer } from '@wellspring/auth/sealing';
import { Database } from '@wellspring/persistence';

/** The old side's session that the gateway keeps for one of its own. */
export interface CookieJar {
  /** As they are sent; undefined once that session has ended. */
  cookies: string | undefined;
  /** How often the gateway has signed the customer in. */
  signIns: number;
}

interface JarRow {
  cookies: string | null;
  sign_ins: number;
}

const none: CookieJar = { cookies: undefined, signIns: 0 };

/** Old portals' session cookies that browsers do not see, sealed, where every replica finds them. */
@Injectable()
export class CookieJars {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
  ) {}

  async find(sessionId: string, portal: string): Promise<CookieJar> {
    const [row] = await this.database.query<JarRow>({
      name: 'find-cookie-jar',
      text: 'select cookies, sign_ins from portal_session where session_id = $1 and portal = $2',
      values: [sessionId, portal],
    });
    return row === undefined ? none : this.opened(sessionId, row);
  }

  /** Every old portal's cookies that are kept for a session. */
  async all(sessionId: string): Promise<{ portal: string; cookies: string }[]> {
    const rows = await this.database.query<JarRow & { portal: string }>({
      name: 'list-cookie-jars',
      text: 'select portal, cookies, sign_ins from portal_session where session_id = $1 and cookies is not null',
      values: [sessionId],
    });
    return rows.flatMap((row) => {
      const { cookies } = this.opened(sessionId, row);
      return cookies === undefined ? [] : [{ portal: row.portal, cookies }];
    });
  }

  async keep(sessionId: string, portal: string, cookies: string, expiresAt: number): Promise<void> {
    await this.database.query({
      name: 'keep-cookie-jar',
      text: `insert into portal_session (session_id, portal, cookies, expires_at) values ($1, $2, $3, $4)
             on conflict (session_id, portal) do update set cookies = excluded.cookies`,
      values: [sessionId, portal, this.seal(sessionId, cookies), new Date(expiresAt)],
    });
  }

  /**
   * Changes a jar while no other replica can. @param change gets the jar as it is, and gives it as it will be
   */
  async change(
    sessionId: string,
    portal: string,
    expiresAt: number,
    change: (jar: CookieJar) => Promise<CookieJar>,
  ): Promise<CookieJar> {
    const client = await this.database.pool.connect();
    try {
      await client.query('begin');
      await client.query(
        'insert into portal_session (session_id, portal, expires_at) values ($1, $2, $3) on conflict do nothing',
        [sessionId, portal, new Date(expiresAt)],
      );
      const { rows } = await client.query<JarRow>(
        'select cookies, sign_ins from portal_session where session_id = $1 and portal = $2 for update',
        [sessionId, portal],
      );
      const [row] = rows;
      const jar = await change(row === undefined ? none : this.opened(sessionId, row));
      await client.query(
        'update portal_session set cookies = $3, sign_ins = $4 where session_id = $1 and portal = $2',
        [sessionId, portal, jar.cookies === undefined ? null : this.seal(sessionId, jar.cookies), jar.signIns],
      );
      await client.query('commit');
      client.release();
      return jar;
    } catch (error) {
      // Whatever was begun on this connection ends with it.
      client.release(true);
      throw error;
    }
  }

  async forget(sessionId: string): Promise<void> {
    await this.database.query({
      name: 'forget-cookie-jars',
      text: 'delete from portal_session where session_id = $1 or expires_at < now()',
      values: [sessionId],
    });
  }

  private opened(sessionId: string, { cookies, sign_ins: signIns }: JarRow): CookieJar {
    return { cookies: cookies === null ? undefined : this.sealer.open(purpose(sessionId), cookies), signIns };
  }

  private seal(sessionId: string, cookies: string): string {
    return this.sealer.seal(purpose(sessionId), cookies);
  }
}

function purpose(sessionId: string): string {
  return `portal cookies ${sessionId}`;
}
