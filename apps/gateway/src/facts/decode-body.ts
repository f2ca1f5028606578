import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import { UnreadableError } from './unreadable.ts';

const charsetPattern = /charset\s*=\s*["']?\s*([^\s"';/>]+)/i;

/** A small body may decode into an enormous one. */
const longestDecoded = 8 * 1_024 * 1_024;

/**
 * Text of a body as it came: content codings (RFC 9110 section 8.4) undone in reverse order, then the charset.
 * @param otherwise charset of a page that does not say it
 * @throws UnreadableError when there is no such charset, Error when the coding is unknown, the body is broken, or it grows beyond eight megabytes.
 */
export function decodeBody(body: Uint8Array, contentEncoding = '', contentType = '', otherwise = 'utf-8'): string {
  const codings = contentEncoding
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  const bytes = codings.reduceRight((encoded, coding) => decoded(encoded, coding), body);
  return decoderFor(charsetOf(bytes, contentType) ?? otherwise).decode(bytes);
}

/** As browsers do it: a byte order mark, then the header, then what the page says of itself in its first kilobyte. */
function charsetOf(bytes: Uint8Array, contentType: string): string | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  const declared = charsetPattern.exec(contentType)?.[1];
  if (declared !== undefined) return declared;
  const beginning = Buffer.from(bytes.subarray(0, 1_024)).toString('latin1');
  const within = /<meta\s[^>]*>/gi;
  for (const [meta] of beginning.matchAll(within)) {
    const charset = charsetPattern.exec(meta)?.[1];
    // What can be read as single bytes is not UTF-16, whatever it says.
    if (charset !== undefined) return /^utf-16/i.test(charset) ? 'utf-8' : charset;
  }
  return undefined;
}

/** @throws UnreadableError when there is no such charset */
function decoderFor(charset: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(charset);
  } catch {
    throw new UnreadableError('charset');
  }
}

function decoded(body: Uint8Array, coding: string): Uint8Array {
  const limit = { maxOutputLength: longestDecoded };
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return gunzipSync(body, limit);
    case 'br':
      return brotliDecompressSync(body, limit);
    case 'zstd':
      return zstdDecompressSync(body, limit);
    case 'deflate':
      // The standard means zlib's format; some servers have always sent raw deflate instead.
      return isZlib(body) ? inflateSync(body, limit) : inflateRawSync(body, limit);
    default:
      throw new Error(`unknown content coding ${coding}`);
  }
}

/** RFC 1950: method 8, and a checksum over the first two bytes. */
function isZlib(body: Uint8Array): boolean {
  const [first = 0, second = 0] = body;
  return (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0;
}
