import { Injectable } from '@nestjs/common';
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { IdentitySettings } from '../config.ts';

const ivBytes = 12;
const tagBytes = 16;
const fingerprintBytes = 4;

interface SealingKey {
  fingerprint: Buffer;
  key: Buffer;
}

/** The value was sealed with a key that is no longer configured. */
export class UnknownKeyError extends Error {
  constructor() {
    super('Sealed with a key that is no longer configured');
  }
}

/**
 * Encrypts what rests in the database (AES-256-GCM). The first key seals, every key opens, so that a key is replaced
 * by putting the new one in front. A sealed value is bound to its purpose and cannot be moved to another row.
 */
@Injectable()
export class Vault {
  private readonly keys: readonly SealingKey[];
  private readonly pseudonymKey: Buffer;

  constructor(settings: IdentitySettings) {
    const secrets = settings.identityEncryptionKeys.map((text) => Buffer.from(text, 'base64url'));
    this.keys = secrets.map((secret) => ({
      fingerprint: derive(secret, 'fingerprint').subarray(0, fingerprintBytes),
      key: derive(secret, 'seal'),
    }));
    // The oldest key names people in logs and throttles, so that a new key in front does not rename everybody.
    this.pseudonymKey = derive(secrets.at(-1) ?? Buffer.alloc(0), 'pseudonym');
  }

  seal(plain: string, purpose: string): Buffer {
    const [sealing] = this.keys;
    if (sealing === undefined) throw new Error('There is no encryption key');
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv('aes-256-gcm', sealing.key, iv).setAAD(Buffer.from(purpose));
    const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return Buffer.concat([sealing.fingerprint, iv, cipher.getAuthTag(), body]);
  }

  /** @throws UnknownKeyError when no key fits; Error when it was changed or sealed for another purpose */
  open(sealed: Buffer, purpose: string): string {
    const fingerprint = sealed.subarray(0, fingerprintBytes);
    const sealing = this.keys.find((candidate) => candidate.fingerprint.equals(fingerprint));
    if (sealing === undefined) throw new UnknownKeyError();
    const iv = sealed.subarray(fingerprintBytes, fingerprintBytes + ivBytes);
    const bodyStart = fingerprintBytes + ivBytes + tagBytes;
    const decipher = createDecipheriv('aes-256-gcm', sealing.key, iv)
      .setAAD(Buffer.from(purpose))
      .setAuthTag(sealed.subarray(fingerprintBytes + ivBytes, bodyStart));
    return decipher.update(sealed.subarray(bodyStart), undefined, 'utf8') + decipher.final('utf8');
  }

  /** A stable name for a person that cannot be turned back into the e-mail address without the key. */
  pseudonym(value: string): string {
    return createHmac('sha256', this.pseudonymKey).update(value).digest('base64url').slice(0, 22);
  }
}

function derive(secret: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `wellspring-identity/${purpose}`, 32));
}
