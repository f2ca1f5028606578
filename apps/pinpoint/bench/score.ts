/** `npm run bench:pinpoint -- score`: judges every recording again and prints the score sheet as a table of Markdown. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRecording, type Recording } from '../src/recording/recording.ts';
import { inTimeMs, replay, type Replayed } from '../src/recording/replay.ts';
import { baselines, guess } from './baselines.ts';
import { interval } from './interval.ts';

interface Run {
  recording: Recording;
  replayed: Replayed;
}

const folder = process.argv[2] ?? join(import.meta.dirname, '../recordings');
const runs = readdirSync(folder)
  .filter((name) => name.endsWith('.jsonl.gz'))
  .toSorted()
  .map((name): Run => {
    const recording = readRecording(readFileSync(join(folder, name)));
    return { recording, replayed: replay(recording) };
  });

const lines = [
  '| class | runs | right name | 95 % interval | p50 | worst | accused wrongly | abstained |',
  '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
  ...[...Map.groupBy(runs, ({ recording }) => recording.head.of)]
    .toSorted(byKind)
    .map(([name, group]) => row(name, group)),
  row('**all faults**', runs.filter(isFault)),
  row(
    '**all innocent**',
    runs.filter((run) => !isFault(run)),
  ),
];
process.stdout.write(`${lines.join('\n')}\n\n`);
process.stdout.write(
  '| way | first name right | 95 % interval | innocent runs in which somebody is accused |\n| --- | ---: | ---: | ---: |\n',
);
process.stdout.write(`${ours()}\n${Object.keys(baselines).map(baselineRow).join('\n')}\n`);
for (const { recording, replayed } of runs.filter(isWrong)) {
  const { name } = recording.head;
  const found = replayed.foundAfterMs.map((ms) => (ms === undefined ? 'not found' : seconds(ms))).join(', ');
  process.stdout.write(`\nnot right: ${name}: ${found}; accused: ${replayed.accusations.join(' | ') || 'nobody'}\n`);
}

function isFault({ recording }: Run): boolean {
  return recording.head.what === 'fault';
}

function isFound({ replayed }: Run): boolean {
  return replayed.foundAfterMs.every((ms) => ms !== undefined && ms <= inTimeMs);
}

function isWrong(run: Run): boolean {
  const { masked } = run.recording.head;
  return !isFound(run) || run.replayed.accusations.length > 0 || (masked && run.replayed.paged);
}

/** Faults before innocents, each in the order of the alphabet. */
function byKind([a, [x]]: [string, Run[]], [b, [y]]: [string, Run[]]): number {
  return Number(x !== undefined && !isFault(x)) - Number(y !== undefined && !isFault(y)) || a.localeCompare(b);
}

function row(name: string, group: Run[]): string {
  const faults = group.filter(isFault);
  const found = faults.filter(isFound);
  const times = found
    .map(({ replayed }) => Math.max(...replayed.foundAfterMs.map((ms) => ms ?? 0)))
    .toSorted((a, b) => a - b);
  const accused = group.filter(({ replayed }) => replayed.accusations.length > 0).length;
  const abstained = group.filter((run) => run.replayed.abstentions > 0 && !(isFault(run) && isFound(run))).length;
  const right = faults.length === 0 ? '–' : `${found.length}`;
  const share =
    faults.length === 0 ? inPercent(interval(accused, group.length)) : inPercent(interval(found.length, faults.length));
  const p50 = times[Math.floor((times.length - 1) / 2)];
  const worst = times.at(-1);
  return `| ${[name, group.length, right, share, seconds(p50), seconds(worst), accused, abstained].join(' | ')} |`;
}

function ours(): string {
  const faults = runs.filter(isFault);
  const right = faults.filter((run) => isFound(run) && run.replayed.accusations.length === 0).length;
  const innocents = runs.filter((run) => !isFault(run));
  const accused = innocents.filter(({ replayed }) => replayed.accusations.length > 0).length;
  return `| pinpoint | ${right} of ${faults.length} | ${inPercent(interval(right, faults.length))} | ${accused} of ${innocents.length} |`;
}

function baselineRow(name: string): string {
  const blame = baselines[name]?.();
  if (blame === undefined) return '';
  const faults = runs.filter(isFault);
  const right = faults.filter(({ recording }) => {
    const { first } = guess(recording, blame);
    return recording.head.expect.some(({ subjects }) => first !== undefined && subjects.includes(first));
  }).length;
  const innocents = runs.filter((run) => !isFault(run));
  const accused = innocents.filter(({ recording }) => guess(recording, blame).first !== undefined).length;
  return `| ${name} | ${right} of ${faults.length} | ${inPercent(interval(right, faults.length))} | ${accused} of ${innocents.length} |`;
}

function inPercent([low, high]: readonly [number, number]): string {
  return `${Math.round(100 * low)}–${Math.round(100 * high)} %`;
}

function seconds(ms: number | undefined): string {
  return ms === undefined ? '–' : `${(ms / 1_000).toFixed(1)} s`;
}
