/** Dashboards and rules as they are kept: made from the source, read from the files that a change was reviewed in. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Dashboard } from './dashboard.ts';
import { alerts } from '../alerts/alerts.ts';
import { readLimits } from '../alerts/limits.ts';
import { declaredMetrics } from '../metrics/declared-metrics.ts';
import { alertsFile, ruleGroups, type Rules } from './alert-rules.ts';
import { dashboardFile, dashboards } from './dashboards.ts';

export interface GeneratedFile {
  file: string;
  text: string;
}

export interface Generated {
  dashboards: Dashboard[];
  alerts: Rules[];
}

/** @returns what is in the files; which there are is known from what is made */
export function readGenerated(root: string): Generated {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(root, file), 'utf8'));
  return {
    // They are what this very code wrote, which a test holds them to.
    dashboards: dashboards(declaredMetrics(root)).map((each) => read(dashboardFile(each)) as Dashboard),
    alerts: read(alertsFile) as Rules[],
  };
}

export function generatedFiles(root: string): GeneratedFile[] {
  return [
    ...dashboards(declaredMetrics(root)).map((each) => ({ file: dashboardFile(each), text: jsonOf(each) })),
    { file: alertsFile, text: jsonOf(ruleGroups(alerts(readLimits(root)))) },
  ];
}

export function staleFiles(root: string): GeneratedFile[] {
  return generatedFiles(root).filter(
    ({ file, text }) => !existsSync(join(root, file)) || readFileSync(join(root, file), 'utf8') !== text,
  );
}

/** @returns the files that were out of date, now rewritten */
export function writeGenerated(root: string): string[] {
  const stale = staleFiles(root);
  for (const { file, text } of stale) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return stale.map(({ file }) => file);
}

function jsonOf(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}
