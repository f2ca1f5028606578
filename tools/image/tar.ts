/** An archive in the ustar format of POSIX.1-1988, owned by root, byte for byte a function of its entries. */
export type TarEntry = { path: string; mode: number } & (
  { kind: 'file'; content: Buffer } | { kind: 'folder' } | { kind: 'link'; target: string }
);

const blockBytes = 512;
const typeFlags = { file: '0', link: '2', folder: '5' } as const;

export function tarArchive(entries: TarEntry[], timeSeconds: number): Buffer {
  const blocks = entries.flatMap((entry) => {
    const content = entry.kind === 'file' ? entry.content : Buffer.alloc(0);
    return [header(entry, content.length, timeSeconds), content, Buffer.alloc(-content.length & (blockBytes - 1))];
  });
  return Buffer.concat([...blocks, Buffer.alloc(2 * blockBytes)]);
}

function header(entry: TarEntry, size: number, timeSeconds: number): Buffer {
  const block = Buffer.alloc(blockBytes);
  const [prefix, name] = splitPath(entry.kind === 'folder' ? `${entry.path}/` : entry.path);
  block.write(name, 0);
  octal(block, entry.mode, 100, 8);
  octal(block, 0, 108, 8);
  octal(block, 0, 116, 8);
  octal(block, size, 124, 12);
  octal(block, timeSeconds, 136, 12);
  block.write(typeFlags[entry.kind], 156);
  if (entry.kind === 'link') block.write(entry.target, 157);
  block.write('ustar\x0000', 257);
  block.write(prefix, 345);
  // The checksum is taken with its own field full of spaces.
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

function octal(block: Buffer, value: number, offset: number, length: number): void {
  block.write(value.toString(8).padStart(length - 1, '0'), offset);
}

/** A path longer than the 100 bytes of its field goes into two, cut at a slash. */
function splitPath(path: string): [prefix: string, name: string] {
  if (Buffer.byteLength(path) <= 100) return ['', path];
  const cut = path.indexOf('/', path.length - 101);
  const parts: [string, string] = [path.slice(0, cut), path.slice(cut + 1)];
  if (cut < 1 || Buffer.byteLength(parts[0]) > 155 || Buffer.byteLength(parts[1]) > 100 || parts[1] === '') {
    throw new Error(`Too long a path for an archive: ${path}`);
  }
  return parts;
}
