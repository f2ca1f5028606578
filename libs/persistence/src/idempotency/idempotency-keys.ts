import { Injectable } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { DatabaseSettings } from '../database/database.settings.ts';
import { fingerprint, type IdempotentRequest } from './fingerprint.ts';
import { IdempotencyInProgressError, IdempotencyKeyReusedError } from './idempotency.errors.ts';

/** An answer worth repeating. The body is anything JSON can carry. */
export interface IdempotentResponse<Body> {
  status: number;
  headers?: Record<string, string>;
  body: Body;
}

export interface IdempotentCall {
  /** From {@link parseIdempotencyKey}. */
  key: string;
  /** Whose key it is: two customers may choose the same. */
  customerId: string;
  request: IdempotentRequest;
}

/** What the caller gets: `replayed` tells a stored answer from a fresh one. */
export type IdempotentResult<Body> = Required<IdempotentResponse<Body>> & { replayed: boolean };

type Work<Body> = (manager: EntityManager) => Promise<IdempotentResponse<Body>>;

interface Stored<Body> extends Required<IdempotentResponse<Body>> {
  fingerprint: string;
}

const tryLockSql = `select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as locked`;
const findSql = `select fingerprint, status, headers, body from idempotency_key where customer_id = $1 and key = $2 and expires_at > now()`;
const storeSql = `
  insert into idempotency_key (customer_id, key, fingerprint, status, headers, body, expires_at)
  values ($1, $2, $3, $4, $5::jsonb, $6::jsonb, now() + $7 * interval '1 millisecond')
  on conflict (customer_id, key) do update
  set fingerprint = excluded.fingerprint, status = excluded.status, headers = excluded.headers, body = excluded.body,
      created_at = now(), expires_at = excluded.expires_at`;

/**
 * Makes a write safe to repeat (draft-ietf-httpapi-idempotency-key-header-07). The answer is recorded in the transaction
 * of the work: there is never an answer without the work, or the work without an answer. "In progress" is a lock of that
 * transaction, so a process that dies leaves no key behind that nobody can use.
 */
@Injectable()
export class IdempotencyKeys {
  constructor(
    private readonly dataSource: DataSource,
    private readonly settings: DatabaseSettings,
  ) {}

  /**
   * Runs `work` once per key and customer. When it throws, everything is rolled back and the key is free again, so throw
   * for what a repeat may cure and return a response for what is final.
   *
   * @param manager of a running transaction to take part in; without it, one is opened
   * @throws IdempotencyKeyReusedError (422) when the key belongs to a different request
   * @throws IdempotencyInProgressError (409) when the first request has not ended
   */
  run<Body>(call: IdempotentCall, work: Work<Body>): Promise<IdempotentResult<Body>>;
  run<Body>(
    manager: EntityManager | undefined,
    call: IdempotentCall,
    work: Work<Body>,
  ): Promise<IdempotentResult<Body>>;
  run<Body>(
    ...args: [IdempotentCall, Work<Body>] | [EntityManager | undefined, IdempotentCall, Work<Body>]
  ): Promise<IdempotentResult<Body>> {
    const [manager, call, work] = args.length === 3 ? args : [undefined, ...args];
    return manager === undefined
      ? this.dataSource.transaction((own) => this.once(own, call, work))
      : this.once(manager, call, work);
  }

  private async once<Body>(
    manager: EntityManager,
    call: IdempotentCall,
    work: Work<Body>,
  ): Promise<IdempotentResult<Body>> {
    const print = fingerprint(call.request);
    const [lock] = await manager.query<{ locked: boolean }[]>(tryLockSql, [
      JSON.stringify(['idempotency', call.customerId, call.key]),
    ]);
    if (lock?.locked !== true) throw new IdempotencyInProgressError();

    const [stored] = await manager.query<Stored<Body>[]>(findSql, [call.customerId, call.key]);
    if (stored !== undefined) {
      if (stored.fingerprint !== print) throw new IdempotencyKeyReusedError();
      return { status: stored.status, headers: stored.headers, body: stored.body, replayed: true };
    }

    const { status, headers = {}, body } = await work(manager);
    await manager.query(storeSql, [
      call.customerId,
      call.key,
      print,
      status,
      JSON.stringify(headers),
      JSON.stringify(body ?? null),
      this.settings.idempotencyTtlMs,
    ]);
    return { status, headers, body, replayed: false };
  }
}
