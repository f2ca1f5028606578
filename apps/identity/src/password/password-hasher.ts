import { Injectable } from '@nestjs/common';
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { bulkhead, type BulkheadPolicy, isBulkheadRejectedError } from 'cockatiel';
import { IdentitySettings } from '../config.ts';
import { HashingBusyError } from './hashing-busy.error.ts';
import { type Argon2Cost, formatPhc, parsePhc } from './phc-string.ts';

const deriveKey = promisify(argon2);

/** OWASP's recommendation for Argon2id that takes the least memory for the same strength: 7 MiB, five passes, one lane. */
const cost: Argon2Cost = { memory: 7_168, passes: 5, parallelism: 1 };
const saltBytes = 16;
const tagBytes = 32;

/** Hashes passwords with Argon2id, kept as PHC strings so that the cost can be raised later without losing anybody. */
@Injectable()
export class PasswordHasher {
  /** Each computation takes megabytes and a processor: a burst of sign-ins must neither exhaust the memory nor pile up. */
  private readonly compartment: BulkheadPolicy;
  /** The hash of no password, compared against when the account is unknown so that both take as long. */
  private readonly nobody = formatPhc({ ...cost, salt: randomBytes(saltBytes), tag: randomBytes(tagBytes) });

  constructor(settings: IdentitySettings) {
    this.compartment = bulkhead(settings.passwordHashConcurrency, settings.passwordHashQueue);
  }

  /** @throws HashingBusyError when too many computations wait already */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(saltBytes);
    const tag = await this.derive(password, { ...cost, salt, tagLength: tagBytes });
    return formatPhc({ ...cost, salt, tag });
  }

  /**
   * Whether the password belongs to the hash. Without a hash the same work is done in vain, so that the time taken
   * does not tell whether the account exists.
   * @throws HashingBusyError when too many computations wait already
   */
  async matches(password: string, hash: string | undefined): Promise<boolean> {
    const known = parsePhc(hash ?? this.nobody);
    if (known === undefined) return false;
    const tag = await this.derive(password, { ...known, tagLength: known.tag.length });
    return timingSafeEqual(tag, known.tag) && hash !== undefined;
  }

  private async derive(
    password: string,
    parameters: Argon2Cost & { salt: Buffer; tagLength: number },
  ): Promise<Buffer> {
    const { memory, passes, parallelism, salt, tagLength } = parameters;
    // The same password typed on another keyboard may arrive as other code points (NIST SP 800-63B, 3.1.1.2).
    const message = password.normalize('NFKC');
    try {
      return await this.compartment.execute(() =>
        deriveKey('argon2id', { message, nonce: salt, memory, passes, parallelism, tagLength }),
      );
    } catch (error) {
      throw isBulkheadRejectedError(error) ? new HashingBusyError() : error;
    }
  }
}
