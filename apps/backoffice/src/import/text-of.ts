/** The text of a file whose encoding nobody has told us, or that was named because it cannot be told. */
import { readFile } from 'node:fs/promises';
import { TextDecoder } from 'node:util';
import { ImportError } from './import-error.ts';

export interface Text {
  text: string;
  /** As a person names it. */
  encoding: string;
}

const byteOrderMarks: [encoding: string, mark: number[]][] = [
  ['UTF-8', [0xef, 0xbb, 0xbf]],
  ['UTF-16LE', [0xff, 0xfe]],
  ['UTF-16BE', [0xfe, 0xff]],
];

const fileProblems: Partial<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'is a folder, not a file',
  EACCES: 'may not be read',
};

/**
 * @param encoding as WHATWG names it; undefined: recognised. What is neither UTF-8 nor UTF-16 has to be named: in the old
 * code pages every byte is a letter, only another one in each.
 * @throws ImportError
 */
export async function textOf(file: string, encoding: string | undefined): Promise<Text> {
  const bytes = await bytesOf(file);
  const name = encoding ?? recognise(bytes) ?? 'UTF-8';
  try {
    return { text: decoderOf(file, name).decode(bytes), encoding: name };
  } catch (error) {
    if (error instanceof ImportError) throw error;
    const hint = encoding === undefined ? '; name its encoding, as in windows-1252 or windows-1257' : '';
    throw new ImportError(`${file}: is not ${name}${hint}`);
  }
}

function recognise(bytes: Uint8Array): string | undefined {
  const marked = byteOrderMarks.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte));
  if (marked) return marked[0];
  // Text of this format begins with a letter of the header, of which UTF-16 makes a zero and a byte, or the reverse.
  if (bytes[0] === 0 && bytes[1] !== 0) return 'UTF-16BE';
  return bytes[0] !== 0 && bytes[1] === 0 ? 'UTF-16LE' : undefined;
}

function decoderOf(file: string, encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch {
    throw new ImportError(`${file}: there is no encoding "${encoding}"; there are utf-8, utf-16le, windows-1252, …`);
  }
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    const reason = typeof code === 'string' ? fileProblems[code] : undefined;
    throw new ImportError(`${file}: ${reason ?? String(error)}`);
  }
}
