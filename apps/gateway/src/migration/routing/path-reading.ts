/** Which spellings of a path an old server takes for the same page. */
export interface PathReading {
  ignoresCase: boolean;
  /** `/invoices;x=1` is `/invoices`. */
  pathParameters: boolean;
  /** `/invoices.` and a blank at the end are `/invoices`. */
  trailingDots: boolean;
  /** `/%2569nvoices` is `/invoices`. */
  decodesTwice: boolean;
}

/** Of a server that nothing is known about: whatever any server is known to do. */
export const loosest: PathReading = { ignoresCase: true, pathParameters: true, trailingDots: true, decodesTwice: true };

/** As often as one server behind another may decode. */
const mostDecodings = 4;

/** Whatever some server reads as something else: without it the fold of a path is the path. */
const oddPattern = /[^a-z0-9/._~-]|\.(?:\/|$)|\/\/|.\/$/;

/** Pages a server gives for their folder. */
const indexPattern = /^(?:index|default|welcome|home)\.[a-z]{2,5}$/i;
const firstLetters: ReadonlySet<string> = new Set('idwhIDWH');

export function isPlain(path: string): boolean {
  return !oddPattern.test(path);
}

/** One spelling for all that the server takes for the same. Never sent anywhere: only compared with other folds. */
export function foldPath(path: string, reading: PathReading): string {
  const decoded = decode(path, reading.decodesTwice ? mostDecodings : 1).replaceAll('\\', '/');
  const segments: string[] = [];
  for (const each of decoded.split('/')) {
    const segment = foldSegment(each, reading);
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return encodeURI(`/${segments.join('/')}`.toWellFormed());
}

/** The folder whose page this is, when it is one that servers give for their folder. */
export function folderOfIndex(folded: string): string | undefined {
  const slash = folded.lastIndexOf('/');
  if (!firstLetters.has(folded.charAt(slash + 1)) || !indexPattern.test(folded.slice(slash + 1))) return undefined;
  return slash === 0 ? '/' : folded.slice(0, slash);
}

function foldSegment(text: string, { pathParameters, trailingDots, ignoresCase }: PathReading): string {
  let segment = pathParameters ? text.replace(/;.*$/, '') : text;
  // An alternate stream of a file (NTFS) is the file.
  if (trailingDots && !/^\.{1,2}$/.test(segment)) segment = segment.replace(/::?\$.*$/, '').replace(/[.\s]+$/, '');
  return ignoresCase ? segment.toLowerCase() : segment;
}

/** What a value in a query comes to, and a name. Blanks around it, its case and doubled slashes count for nothing. */
export function foldValue(text: string, reading: PathReading): string {
  const decoded = decode(text.replaceAll('+', ' '), mostDecodings);
  const folded = decoded
    .trim()
    .replace(/[\\/]+/g, '/')
    .replace(/^\/|\/$/g, '');
  return foldSegmentCase(folded, reading);
}

/** PHP makes `_` of what its variables cannot have in their names, and a list of `name[]`. */
export function foldName(text: string, reading: PathReading): string {
  const name = decode(text.replaceAll('+', ' '), mostDecodings)
    .trim()
    .replace(/(?<=.)\[.*$/, '')
    .replace(/[ .[]/g, '_');
  return foldSegmentCase(name, reading);
}

function foldSegmentCase(text: string, { ignoresCase }: PathReading): string {
  return ignoresCase ? text.toLowerCase() : text;
}

function decode(text: string, times: number): string {
  let decoded = text;
  for (let count = 0; count < times; count++) {
    const once = decodeOnce(decoded);
    if (once === decoded) break;
    decoded = once;
  }
  // A server of C strings sees nothing after NUL, and one that decodes late may see a query begin.
  return decoded.replace(/[\0?#].*$/s, '').normalize('NFKC');
}

/** Of bytes, since an overlong form (`%C0%AF` for a slash) is one to lax decoders; `%u0069` is IIS's own. */
function decodeOnce(text: string): string {
  const characters = text.replace(/%u([0-9a-f]{4})/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  return characters.replace(/(?:%[0-9a-f]{2})+/gi, (triplets) => {
    const bytes = Buffer.from(triplets.replaceAll('%', ''), 'hex').toString('latin1');
    const shortened = bytes.replace(/[\xc0\xc1][\x80-\xbf]/g, (pair) =>
      String.fromCharCode(((pair.charCodeAt(0) & 1) << 6) | (pair.charCodeAt(1) & 0x3f)),
    );
    return Buffer.from(shortened, 'latin1').toString('utf8');
  });
}
