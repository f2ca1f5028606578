import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { z } from 'zod';

const positionPattern = /(file:\/\/[^\s()]+\.js):(\d+):(\d+)/g;

const payload = z.object({
  version: z.number(),
  file: z.string().default(''),
  sourceRoot: z.string().default(''),
  sources: z.array(z.string()),
  sourcesContent: z.array(z.string()).default([]),
  names: z.array(z.string()),
  mappings: z.string(),
});

const maps = new Map<string, SourceMap | undefined>();

/**
 * A stack trace with the lines somebody wrote in place of those of the bundle, where there is a source map beside it.
 *
 * Done for errors that are logged, in place of `--enable-source-maps`, which holds every map in memory from the start and
 * looks into them for every error anybody makes.
 */
export function withOriginalPositions(stack: string): string {
  return stack.replaceAll(positionPattern, (position, file: string, line: string, column: string) => {
    const origin = mapOf(file)?.findOrigin(Number(line), Number(column));
    if (origin === undefined || !('fileName' in origin)) return position;
    return `${new URL(origin.fileName, file).href}:${origin.lineNumber}:${origin.columnNumber}`;
  });
}

function mapOf(file: string): SourceMap | undefined {
  if (!maps.has(file)) maps.set(file, readMap(new URL(`${file}.map`)));
  return maps.get(file);
}

function readMap(url: URL): SourceMap | undefined {
  try {
    return new SourceMap(payload.parse(JSON.parse(readFileSync(url, 'utf8'))));
  } catch {
    // Code of others has none, and an error is better told with the bundle's lines than not at all.
    return undefined;
  }
}
