/** Running an app's `migrate` process before the app itself, and what of its output is worth telling a person. */
import { join } from 'node:path';
import { z } from 'zod';
import { runToEnd } from './app-process.ts';
import { workspaceRoot, type App } from '../topology/topology.ts';

/** What the stand-in back office says about its customers while it makes or imports them. */
const line = z.object({
  level: z.string(),
  message: z.string(),
});

export interface Preparation {
  notes: string[];
}

/** @throws Error with everything the process printed, when it fails. */
export async function prepareDatabase(
  app: App,
  env: Record<string, string>,
  signal?: AbortSignal,
): Promise<Preparation> {
  return reportOf(app, await runToEnd(app.name, join(workspaceRoot, 'apps', app.name, 'dist/migrate.js'), env, signal));
}

/** @param output what the process printed. */
export function reportOf(app: App, output: string): Preparation {
  if (app.kind !== 'stand-in') return { notes: [] };
  const lines = output.split('\n').flatMap(parseLine);
  return { notes: lines.map(({ level, message }) => (level === 'info' ? message : `${level}: ${message}`)) };
}

function parseLine(text: string): z.output<typeof line>[] {
  try {
    const parsed = line.safeParse(JSON.parse(text));
    return parsed.success ? [parsed.data] : [];
  } catch {
    return [];
  }
}
