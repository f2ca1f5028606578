/** `deploy/observability/charts/<chart>/`: our values for a chart of the makers', and what is known of that chart. */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { CommandFailure } from '@wellspring/command';
import { parse } from 'yaml';
import { z } from 'zod';
import { type KnownValues, knownValuesOf } from './known-values.ts';

const chartsFolder = 'deploy/observability/charts';

const knownValues: z.ZodType<KnownValues> = z.lazy(() => z.record(z.string(), knownValues));
const description = z.strictObject({
  name: z.string(),
  version: z.string(),
  /** Where Helm gets it. */
  repository: z.url(),
  /** Values that are passed on as they are. */
  takingAnything: z.array(z.string()),
  values: knownValues,
});
const head = z.object({ name: z.string(), version: z.string() });

export interface MakersChart extends z.output<typeof description> {
  valuesFile: string;
}

export function makersCharts(root: string): MakersChart[] {
  return globSync(`${chartsFolder}/*/chart.json`, { cwd: root })
    .sort()
    .map((file) => {
      const chart = description.parse(JSON.parse(readFileSync(join(root, file), 'utf8')));
      if (chart.name !== basename(dirname(file))) throw new Error(`${file}: its name is not that of its folder`);
      return { ...chart, valuesFile: join(dirname(file), 'values.yaml') };
    });
}

/**
 * Writes down what the chart in a folder is, as `helm pull --untar` leaves it.
 * @returns the file
 */
export function learnChart(root: string, folder: string): string {
  const { name, version } = head.parse(parse(readFileSync(join(folder, 'Chart.yaml'), 'utf8')));
  const known = makersCharts(root).find((chart) => chart.name === name);
  if (!known)
    throw new CommandFailure(`${folder} is the chart ${name}, for which there are no values in ${chartsFolder}`);
  const { repository, takingAnything } = known;
  const values = knownValuesOf(folder, takingAnything);
  const file = join(chartsFolder, name, 'chart.json');
  writeFileSync(
    join(root, file),
    `${JSON.stringify({ name, version, repository, takingAnything, values }, null, 2)}\n`,
  );
  return file;
}
