import { Injectable } from '@nestjs/common';
import { Sealer } from '@wellspring/auth/sealing';
import { Database } from '@wellspring/persistence';
import type { Session } from './session.ts';

/** What belongs to a session but must never reach a browser. */
export interface SessionSecrets {
  idToken?: string | undefined;
  refreshToken?: string | undefined;
}

interface SecretsRow {
  id_token: string | null;
  refresh_token: string | null;
}

interface RevocationRow {
  session_id: string;
  expires_at: Date;
  revoked_at: Date;
}

/** What an operator may see of a session. */
export interface SessionSummary {
  id: string;
  startedAt: Date;
  /** When it ends at the latest. */
  expiresAt: Date;
}

export interface Revocation {
  /** See `revocationKey`. */
  key: string;
  /** Epoch ms after which the cookies it covers are worthless anyway. */
  expiresAt: number;
  revokedAt: number;
}

/** Of a row `s` of `session`; see `revocationKey`. */
const isEnded = `exists (
  select from session_revocation r where r.session_id = s.id
  or (r.session_id = 'customer:' || s.customer_id and r.expires_at >= s.expires_at))`;

/** Sessions in PostgreSQL: secrets sealed at rest, and which sessions have been ended. */
@Injectable()
export class SessionStore {
  constructor(
    private readonly database: Database,
    private readonly sealer: Sealer,
  ) {}

  /** @param latestExpiryAt epoch ms beyond which renewal cannot carry the session. */
  async create(session: Session, secrets: SessionSecrets, latestExpiryAt: number): Promise<void> {
    await this.database.query({
      name: 'create-session',
      text: `insert into session (id, customer_id, id_token, refresh_token, started_at, expires_at)
             values ($1, $2, $3, $4, $5, $6)`,
      values: [
        session.id,
        session.customerId,
        this.seal(session.id, secrets.idToken),
        this.seal(session.id, secrets.refreshToken),
        new Date(session.startedAt),
        new Date(latestExpiryAt),
      ],
    });
  }

  async secrets(sessionId: string): Promise<SessionSecrets> {
    const [row] = await this.database.query<SecretsRow>({
      name: 'read-session',
      text: 'select id_token, refresh_token from session where id = $1',
      values: [sessionId],
    });
    return {
      idToken: this.open(sessionId, row?.id_token),
      refreshToken: this.open(sessionId, row?.refresh_token),
    };
  }

  /** Ends sessions everywhere: the insert tells every replica. @param key see `revocationKey`. */
  async revoke(key: string, expiresAt: number): Promise<void> {
    await this.database.query({
      name: 'revoke-session',
      text: `with revoked as (
               insert into session_revocation (session_id, expires_at) values ($1, $2)
               on conflict (session_id) do update
                 set expires_at = greatest(session_revocation.expires_at, excluded.expires_at), revoked_at = clock_timestamp()
             )
             select pg_notify('session_revoked', $1 || ' ' || $3)`,
      values: [key, new Date(expiresAt), String(expiresAt)],
    });
  }

  async forget(sessionId: string): Promise<void> {
    await this.database.query({
      name: 'forget-session',
      text: 'delete from session where id = $1',
      values: [sessionId],
    });
  }

  /** Revocations of cookies that have not expired by themselves, made after `since` (epoch ms). */
  async revocations(since: number): Promise<Revocation[]> {
    const rows = await this.database.query<RevocationRow>({
      name: 'list-revocations',
      text: `select session_id, expires_at, revoked_at from session_revocation
             where revoked_at >= $1 and expires_at > now() order by revoked_at`,
      values: [new Date(since)],
    });
    return rows.map((row) => ({
      key: row.session_id,
      expiresAt: row.expires_at.getTime(),
      revokedAt: row.revoked_at.getTime(),
    }));
  }

  /** Sessions that were ended here while the provider's, which can be ended with the refresh token, goes on. */
  async endedHereOnly(limit: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>({
      name: 'list-ended-here-only',
      text: `select id from session s where refresh_token is not null and expires_at > now() and ${isEnded} limit $1`,
      values: [limit],
    });
    return rows.map(({ id }) => id);
  }

  /** Sessions of a customer that can still be used, newest first. */
  async ofCustomer(customerId: string): Promise<SessionSummary[]> {
    const rows = await this.database.query<{ id: string; started_at: Date; expires_at: Date }>({
      name: 'list-sessions-of-customer',
      text: `select id, started_at, expires_at from session s
             where customer_id = $1 and expires_at > now() and not ${isEnded} order by started_at desc`,
      values: [customerId],
    });
    return rows.map((row) => ({ id: row.id, startedAt: row.started_at, expiresAt: row.expires_at }));
  }

  /** Removes what has expired. */
  async clean(): Promise<void> {
    await this.database.query({ name: 'clean-sessions', text: 'delete from session where expires_at < now()' });
    await this.database.query({
      name: 'clean-revocations',
      text: 'delete from session_revocation where expires_at < now()',
    });
  }

  private seal(sessionId: string, text: string | undefined): string | null {
    return text === undefined ? null : this.sealer.seal(`row ${sessionId}`, text);
  }

  private open(sessionId: string, sealed: string | null | undefined): string | undefined {
    return sealed == null ? undefined : this.sealer.open(`row ${sessionId}`, sealed);
  }
}
