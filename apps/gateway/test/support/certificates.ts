import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** A certificate with its key, as PEM. */
export interface Certified {
  certificate: string;
  key: string;
}

interface Subject {
  name: string;
  /** DNS names it stands for; none: it is an authority. */
  hosts?: string[];
}

const ecdsaWithSha256 = der(0x30, Buffer.from('06082a8648ce3d040302', 'hex'));
const commonName = Buffer.from('0603550403', 'hex');
const basicConstraints = Buffer.from('0603551d13', 'hex');
const subjectAltName = Buffer.from('0603551d11', 'hex');
const validity = der(0x30, der(0x17, Buffer.from('200101000000Z')), der(0x17, Buffer.from('491231235959Z')));

/** An operator's own certificate authority (X.509, RFC 5280), as far as a handshake needs one. */
export class Authority {
  readonly certificate: string;
  private readonly name: string;
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  private serial = 1;

  constructor(name: string) {
    this.name = name;
    this.certificate = this.certify({ name }, this.keys.publicKey);
  }

  issue(subject: Subject): Certified {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return {
      certificate: this.certify(subject, publicKey),
      key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    };
  }

  private certify({ name, hosts }: Subject, key: KeyObject): string {
    const extension =
      hosts === undefined
        ? der(
            0x30,
            basicConstraints,
            der(0x01, Buffer.from([0xff])),
            der(0x04, der(0x30, der(0x01, Buffer.from([0xff])))),
          )
        : der(0x30, subjectAltName, der(0x04, der(0x30, ...hosts.map((host) => der(0x82, Buffer.from(host))))));
    const content = der(
      0x30,
      der(0xa0, der(0x02, Buffer.from([2]))),
      der(0x02, Buffer.from([this.serial++])),
      ecdsaWithSha256,
      nameOf(this.name),
      validity,
      nameOf(name),
      key.export({ type: 'spki', format: 'der' }),
      der(0xa3, der(0x30, extension)),
    );
    const signature = sign('sha256', content, this.keys.privateKey);
    const whole = der(0x30, content, ecdsaWithSha256, der(0x03, Buffer.from([0]), signature));
    return `-----BEGIN CERTIFICATE-----\n${whole.toString('base64').replaceAll(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`;
  }
}

function nameOf(text: string): Buffer {
  return der(0x30, der(0x31, der(0x30, commonName, der(0x0c, Buffer.from(text)))));
}

/** One value of ASN.1 in its distinguished encoding (X.690). */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
