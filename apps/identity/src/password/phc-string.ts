/** Cost of one Argon2id computation: memory in KiB, passes over it, lanes. */
export interface Argon2Cost {
  memory: number;
  passes: number;
  parallelism: number;
}

export interface Argon2Hash extends Argon2Cost {
  salt: Buffer;
  tag: Buffer;
}

const pattern = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** Reads the PHC string format; undefined when it is anything but Argon2id version 19. */
export function parsePhc(text: string): Argon2Hash | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [, memory = '', passes = '', parallelism = '', salt = '', tag = ''] = match;
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}

export function formatPhc({ memory, passes, parallelism, salt, tag }: Argon2Hash): string {
  const cost = `m=${String(memory)},t=${String(passes)},p=${String(parallelism)}`;
  return `$argon2id$v=19$${cost}$${unpadded(salt)}$${unpadded(tag)}`;
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
