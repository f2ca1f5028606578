import { Injectable } from '@nestjs/common';
import { Database } from '@wellspring/persistence';
import { createHash } from 'node:crypto';
import type { AdapterPayload } from 'oidc-provider';
import { Clock } from '../clock/clock.ts';
import { UnknownKeyError, Vault } from '../vault/vault.ts';

interface Row {
  sealed_payload: Buffer;
  consumed_at: Date | null;
}

const sweepBatch = 1_000;

/**
 * What the provider must remember: sessions, codes, tokens, grants. Most of their identifiers are as good as a
 * password, so a row is found by the identifier's hash and its content is encrypted: a copy of the database opens
 * nobody's session.
 */
@Injectable()
export class OidcRecordStore {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  async save(model: string, id: string, payload: AdapterPayload, ttlSeconds: number): Promise<void> {
    await this.database.query({
      name: 'oidc-record-save',
      text: `INSERT INTO oidc_record (model, id_hash, sealed_payload, grant_hash, uid_hash, expires_at, account_hash)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (model, id_hash) DO UPDATE SET sealed_payload = excluded.sealed_payload,
          grant_hash = excluded.grant_hash, uid_hash = excluded.uid_hash, expires_at = excluded.expires_at,
          account_hash = excluded.account_hash`,
      values: [
        model,
        hash(id),
        this.vault.seal(JSON.stringify(payload), purpose(model)),
        payload.grantId === undefined ? null : hash(payload.grantId),
        model === 'Session' && payload.uid !== undefined ? hash(payload.uid) : null,
        new Date(this.clock.now() + ttlSeconds * 1_000),
        model === 'Session' && payload.accountId !== undefined ? hash(payload.accountId) : null,
      ],
    });
  }

  async byId(model: string, id: string): Promise<AdapterPayload | undefined> {
    const rows = await this.database.query<Row>({
      name: 'oidc-record-by-id',
      text: 'SELECT sealed_payload, consumed_at FROM oidc_record WHERE model = $1 AND id_hash = $2',
      values: [model, hash(id)],
    });
    return this.payload(model, rows);
  }

  async byUid(model: string, uid: string): Promise<AdapterPayload | undefined> {
    const rows = await this.database.query<Row>({
      name: 'oidc-record-by-uid',
      text: `SELECT sealed_payload, consumed_at FROM oidc_record
        WHERE model = $1 AND uid_hash = $2 ORDER BY expires_at DESC LIMIT 1`,
      values: [model, hash(uid)],
    });
    return this.payload(model, rows);
  }

  /** `uid` of every session of an account. */
  async sessionsOf(accountId: string): Promise<string[]> {
    const rows = await this.database.query<Row>({
      name: 'oidc-sessions-of-account',
      text: "SELECT sealed_payload, consumed_at FROM oidc_record WHERE model = 'Session' AND account_hash = $1",
      values: [hash(accountId)],
    });
    return rows.flatMap((row) => this.payload('Session', [row])?.uid ?? []);
  }

  /** Whether it was this call that used the record up: of two at the same moment only one did. */
  async consume(model: string, id: string): Promise<boolean> {
    const used = await this.database.query({
      name: 'oidc-record-consume',
      text: `UPDATE oidc_record SET consumed_at = $3
        WHERE model = $1 AND id_hash = $2 AND consumed_at IS NULL RETURNING model`,
      values: [model, hash(id), new Date(this.clock.now())],
    });
    return used.length === 1;
  }

  async remove(model: string, id: string): Promise<void> {
    await this.database.query({
      name: 'oidc-record-remove',
      text: 'DELETE FROM oidc_record WHERE model = $1 AND id_hash = $2',
      values: [model, hash(id)],
    });
  }

  async removeByGrant(model: string, grantId: string): Promise<void> {
    await this.database.query({
      name: 'oidc-record-remove-by-grant',
      text: 'DELETE FROM oidc_record WHERE model = $1 AND grant_hash = $2',
      values: [model, hash(grantId)],
    });
  }

  /** Removes what has expired, in small steps that let other work through; returns how many records went. */
  async sweep(): Promise<number> {
    let removed = 0;
    for (;;) {
      const { length } = await this.database.query({
        name: 'oidc-record-sweep',
        text: `DELETE FROM oidc_record WHERE (model, id_hash) IN (
            SELECT model, id_hash FROM oidc_record WHERE expires_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)
          RETURNING model`,
        values: [new Date(this.clock.now()), sweepBatch],
      });
      removed += length;
      if (length < sweepBatch) return removed;
    }
  }

  private payload(model: string, [row]: Row[]): AdapterPayload | undefined {
    if (row === undefined) return undefined;
    const payload = this.open(model, row.sealed_payload);
    if (payload === undefined || row.consumed_at === null) return payload;
    return { ...payload, consumed: Math.floor(row.consumed_at.getTime() / 1_000) };
  }

  private open(model: string, sealed: Buffer): AdapterPayload | undefined {
    try {
      return JSON.parse(this.vault.open(sealed, purpose(model))) as AdapterPayload;
    } catch (error) {
      // The key was withdrawn: whatever it protected is over, as if it had expired.
      if (error instanceof UnknownKeyError) return undefined;
      throw error;
    }
  }
}

function hash(id: string): Buffer {
  return createHash('sha256').update(id).digest();
}

function purpose(model: string): string {
  return `oidc:${model}`;
}
