import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

const ivBytes = 12;
const tagBytes = 16;
const version = '1';

interface Key {
  id: string;
  encryption: Buffer;
  signing: Buffer;
}

/**
 * Seals small texts (AES-256-GCM) and signs ids (HMAC-SHA-256). The first key of the set seals; all of them open, so
 * that keys rotate without signing anybody out. What a text is for is authenticated with it: a sealed sign-in state is
 * not a session.
 */
export class Sealer {
  private readonly keys: readonly [Key, ...Key[]];

  /**
   * @param application whose keys are derived: two applications with the same secrets cannot open each other's texts.
   * @param secrets 32 bytes each, at least one.
   */
  constructor(application: string, secrets: readonly Buffer[]) {
    const [first, ...others] = secrets.map((secret) => derive(application, secret));
    if (first === undefined) throw new Error('There is no key to seal with');
    this.keys = [first, ...others];
  }

  /** @returns `1.<key id>.<base64url of iv, ciphertext and tag>`: fit for a cookie. */
  seal(purpose: string, text: string): string {
    const [key] = this.keys;
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv('aes-256-gcm', key.encryption, iv);
    cipher.setAAD(Buffer.from(`${version}.${key.id}.${purpose}`));
    const sealed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${version}.${key.id}.${sealed.toString('base64url')}`;
  }

  /** @returns undefined for anything not sealed by one of the keys for this purpose. */
  open(purpose: string, sealed: string): string | undefined {
    const [given, keyId, data, ...more] = sealed.split('.');
    const key = this.keys.find((each) => each.id === keyId);
    if (given !== version || key === undefined || data === undefined || more.length > 0) return undefined;
    const bytes = Buffer.from(data, 'base64url');
    // The last digit has bits that mean nothing, and what is no digit is passed over: one text, one spelling.
    if (bytes.length < ivBytes + tagBytes || bytes.toString('base64url') !== data) return undefined;
    const decipher = createDecipheriv('aes-256-gcm', key.encryption, bytes.subarray(0, ivBytes), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(Buffer.from(`${version}.${key.id}.${purpose}`));
    decipher.setAuthTag(bytes.subarray(-tagBytes));
    try {
      return decipher.update(bytes.subarray(ivBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8');
    } catch {
      // Tampered with, or for another purpose: the same as not there.
      return undefined;
    }
  }

  /** @returns `<id>.<signature>`. */
  sign(purpose: string, id: string): string {
    return `${id}.${signature(this.keys[0], purpose, id)}`;
  }

  /** @returns the id, when one of the keys signed it for this purpose. */
  verify(purpose: string, signed: string): string | undefined {
    const dot = signed.lastIndexOf('.');
    const id = signed.slice(0, Math.max(dot, 0));
    const given = Buffer.from(signed.slice(dot + 1));
    const valid = this.keys.some((key) => {
      const expected = Buffer.from(signature(key, purpose, id));
      return given.length === expected.length && timingSafeEqual(given, expected);
    });
    return valid && id !== '' ? id : undefined;
  }
}

function derive(application: string, secret: Buffer): Key {
  const subkey = (use: string): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, '', `wellspring ${application} ${use}`, 32));
  return {
    id: createHash('sha256').update(secret).digest('base64url').slice(0, 6),
    encryption: subkey('encryption'),
    signing: subkey('signing'),
  };
}

function signature(key: Key, purpose: string, id: string): string {
  return createHmac('sha256', key.signing).update(`${purpose}\0${id}`).digest('base64url').slice(0, 22);
}
