/**
 * `npm run fuzz`: sends the request reader bytes that lead to places in it nothing has led to before, and looks whether it
 * reads them as Node's parser does.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aNumber, command, parsed, wholeNumber } from '@wellspring/command';
import fc from 'fast-check';
import { buildTarget } from './build.ts';
import { Coverage } from './coverage.ts';
import type * as Reader from './reader.ts';

interface Options {
  seconds: number;
  seed: number;
  keep?: true;
}

const corpusFile = join(import.meta.dirname, 'corpus.jsonl');
const longest = 8_192;
const stepsAtATime = 500;
const latest = 20;

const options = parsed(
  command(
    'fuzz',
    'Looks for requests that the gateway reads in another way than Node does, or in two ways itself.\n' +
      'Guided by which code each of them reaches; begins with fuzz/corpus.jsonl. Ends with 1 when it has found one.',
  )
    .option('--seconds <n>', 'for how long', aNumber({ min: 1 }), 60)
    .option('--seed <n>', 'of another run, to repeat it', wholeNumber({ min: 0 }), Date.now() % 1_000_000)
    .option('--keep', 'write what reached something new into the corpus'),
).opts<Options>();

const { byteStreams, mutation, problemWith, close } = (await import(await buildTarget())) as typeof Reader;

const where = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const step = fc.record({
  parent: where,
  /** What was found last has been tried least. */
  lately: fc.boolean(),
  changes: fc.array(fc.tuple(mutation, where), { minLength: 1, maxLength: 4 }),
  /** What to go on with from somewhere in the middle. */
  other: fc.option(fc.record({ which: where, from: where, to: where }), { freq: 3 }),
});

const coverage = new Coverage();
const corpus: string[] = [];
const endsAt = performance.now() + options.seconds * 1_000;
let tried = 0;

/** @returns whether to go on */
async function attempt(bytes: string): Promise<boolean> {
  tried += 1;
  const problem = await problemWith(bytes);
  if (coverage.takeNew()) corpus.push(bytes);
  if (problem === undefined) return performance.now() < endsAt;
  process.exitCode = 1;
  process.stderr.write(`seed ${options.seed}, after ${tried} inputs: ${JSON.stringify(bytes)}\n${problem}\n`);
  return false;
}

function pick(all: readonly string[], at: number): string {
  return all[Math.floor(at * all.length)] ?? '';
}

function known(): string[] {
  if (!existsSync(corpusFile)) return [];
  const lines = readFileSync(corpusFile, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => String(JSON.parse(line)));
}

async function run(): Promise<void> {
  const { seed } = options;
  for (const bytes of [...known(), ...fc.sample(byteStreams, { seed, numRuns: stepsAtATime })])
    if (!(await attempt(bytes))) return;
  for (let batch = 1; ; batch += 1) {
    for (const { parent, lately, changes, other } of fc.sample(step, { seed: seed + batch, numRuns: stepsAtATime })) {
      let bytes = pick(lately ? corpus.slice(-latest) : corpus, parent);
      if (other !== null) {
        const tail = pick(corpus, other.which);
        bytes = bytes.slice(0, other.from * bytes.length) + tail.slice(other.to * tail.length);
      }
      for (const [change, at] of changes) bytes = change(bytes, at);
      if (!(await attempt(bytes.slice(0, longest)))) return;
    }
  }
}

await run();
close();
process.stdout.write(
  `${tried} inputs with seed ${options.seed} reached ${coverage.size} places, ${corpus.length} of them the first\n`,
);
if (options.keep === true) writeFileSync(corpusFile, corpus.map((bytes) => `${JSON.stringify(bytes)}\n`).join(''));
