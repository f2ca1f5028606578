import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';

/** A small body may decode into an enormous one. */
const LONGEST_DECODED = 8 * 1_024 * 1_024;

/**
 * Text of a body as it came: content codings (RFC 9110 section 8.4) undone in reverse order, then the charset.
 * @throws Error when the coding is unknown, the body is broken, or it grows beyond eight megabytes.
 */
export function decodeBody(body: Uint8Array, contentEncoding = '', contentType = ''): string {
  const codings = contentEncoding
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  const bytes = codings.reduceRight((encoded, coding) => decoded(encoded, coding), body);
  const charset = /charset="?([^\s";]+)/i.exec(contentType)?.[1];
  return new TextDecoder(charset ?? 'utf-8').decode(bytes);
}

function decoded(body: Uint8Array, coding: string): Uint8Array {
  const limit = { maxOutputLength: LONGEST_DECODED };
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
