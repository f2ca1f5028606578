/** A password, from where nobody else sees it: never the command line, which every user of a machine can read. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { Misuse } from '@wellspring/command';

export const passwordVariable = 'OLD_PORTAL_PASSWORD';

/** From the environment; else asked for on a terminal, without echo; else the first line of what is piped in. */
export async function readPassword(user: string): Promise<string> {
  const given = process.env[passwordVariable];
  if (given !== undefined && given !== '') return given;
  const { stdin, stderr } = process;
  if (stdin.isTTY) stderr.write(`Password of ${user}: `);
  const silent = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const lines = createInterface({ input: stdin, output: silent, terminal: stdin.isTTY });
  try {
    for await (const line of lines) {
      if (line !== '') return line;
      break;
    }
  } finally {
    lines.close();
    if (stdin.isTTY) stderr.write('\n');
  }
  throw new Misuse(`There is no password: type it, pipe it in, or set ${passwordVariable}`);
}
