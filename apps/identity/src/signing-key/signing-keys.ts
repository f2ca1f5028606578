import { Injectable } from '@nestjs/common';
import type { JWK } from 'jose';
import { DataSource, type EntityManager } from 'typeorm';
import { z } from 'zod';
import { Clock } from '../clock/clock.ts';
import { IdentitySettings } from '../config.ts';
import { Vault } from '../vault/vault.ts';
import { dueKey, isSpent, type KeyScheduleSettings } from './key-schedule.ts';
import { generateSigningKey, type SigningKey } from './signing-key.ts';

interface Row {
  kid: string;
  sealed_jwk: Buffer;
  signs_from: Date;
  signs_until: Date;
}

/** One replica at a time changes the keys; the number only has to differ from other locks of this database. */
const rotationLock = 7_302_531;
const minute = 60_000;
const jwkSchema = z.record(z.string(), z.unknown()).transform((jwk): JWK => jwk);

/** The keys that sign tokens: kept encrypted in the database, shared by all replicas, replaced on schedule. */
@Injectable()
export class SigningKeys {
  private readonly schedule: KeyScheduleSettings;

  constructor(
    settings: IdentitySettings,
    private readonly database: DataSource,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {
    const { sessionTtlMs, accessTokenTtlMs, idTokenTtlMs } = settings;
    this.schedule = {
      lifetimeMs: settings.signingKeyLifetimeMs,
      publishLeadMs: settings.signingKeyPublishLeadMs,
      // An ID token comes back as `id_token_hint` when its session is signed out of.
      retentionMs: Math.max(sessionTtlMs, accessTokenTtlMs, idTokenTtlMs) + minute,
    };
  }

  /** Every key that signs, will sign, or signed something still in use; makes and removes keys when it is time. */
  async current(): Promise<SigningKey[]> {
    const keys = await this.load(this.database.manager);
    return this.isDue(keys) ? this.rotate() : keys;
  }

  private rotate(): Promise<SigningKey[]> {
    return this.database.transaction(async (manager) => {
      await manager.query('SELECT pg_advisory_xact_lock($1)', [rotationLock]);
      // Another replica may have done it while this one waited for the lock.
      const keys = await this.load(manager);
      if (!this.isDue(keys)) return keys;
      const now = this.clock.now();
      const kept = keys.filter((key) => !isSpent(key, now, this.schedule));
      await manager.query('DELETE FROM signing_key WHERE NOT (kid = ANY($1))', [kept.map(({ kid }) => kid)]);
      const due = dueKey(kept, now, this.schedule);
      if (due === undefined) return kept;
      const made = await generateSigningKey(due);
      await this.save(manager, made);
      return [...kept, made];
    });
  }

  private isDue(keys: readonly SigningKey[]): boolean {
    const now = this.clock.now();
    return dueKey(keys, now, this.schedule) !== undefined || keys.some((key) => isSpent(key, now, this.schedule));
  }

  private async load(manager: EntityManager): Promise<SigningKey[]> {
    const rows = await manager.query<Row[]>(
      'SELECT kid, sealed_jwk, signs_from, signs_until FROM signing_key ORDER BY signs_from, kid',
    );
    return rows.map((row) => ({
      kid: row.kid,
      jwk: jwkSchema.parse(JSON.parse(this.vault.open(row.sealed_jwk, purpose(row.kid)))),
      signsFrom: row.signs_from.getTime(),
      signsUntil: row.signs_until.getTime(),
    }));
  }

  private async save(manager: EntityManager, { kid, jwk, signsFrom, signsUntil }: SigningKey): Promise<void> {
    await manager.query('INSERT INTO signing_key (kid, sealed_jwk, signs_from, signs_until) VALUES ($1, $2, $3, $4)', [
      kid,
      this.vault.seal(JSON.stringify(jwk), purpose(kid)),
      new Date(signsFrom),
      new Date(signsUntil),
    ]);
  }
}

function purpose(kid: string): string {
  return `signing-key:${kid}`;
}
