import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Identity } from '../session/session.ts';
import { LegacySite } from './legacy-site.ts';

const anonymousForMs = 30_000;

/**
 * Recognises a customer who is signed in on the old side only: who came before the gateway was there, or uses the old
 * form. Cookies of visitors whom the old side does not know are remembered for a while, so that they cost nothing.
 */
@Injectable()
export class LegacyRecognition {
  private readonly anonymous = new LRUCache<string, true>({ max: 50_000, ttl: anonymousForMs });
  private readonly underWay = new Map<string, Promise<Identity | undefined>>();

  constructor(private readonly site: LegacySite) {}

  /** False when it is known that asking would be in vain. */
  worthAsking(cookie: string): boolean {
    return !this.anonymous.has(hash(cookie));
  }

  /** @param cookie the old side's session cookie, as `name=value`. */
  async whoIs(cookie: string): Promise<Identity | undefined> {
    const key = hash(cookie);
    const underWay = this.underWay.get(key) ?? this.site.whoIs(cookie).finally(() => this.underWay.delete(key));
    this.underWay.set(key, underWay);
    const identity = await underWay;
    if (identity === undefined) this.anonymous.set(key, true);
    return identity;
  }

  /** Something may have changed: a form was posted to the old side with this cookie. */
  reconsider(cookie: string): void {
    this.anonymous.delete(hash(cookie));
  }
}

/** Cookies of strangers are not kept in memory as they are. */
function hash(cookie: string): string {
  return createHash('sha256').update(cookie).digest('base64url');
}
