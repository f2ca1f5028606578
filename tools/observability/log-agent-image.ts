/** The image of the log agent, as its Dockerfile says: what is in it, and what it runs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { workspaceRoot } from '../topology/topology.ts';

export const imageContext = join(import.meta.dirname, 'log-agent');

/** The files of the context that are copied. */
export function filesOfImage(): string[] {
  return instruction(/^COPY (.*) \/app\/$/m).split(' ');
}

/** What a container of it runs. */
export function commandInImage(): string[] {
  return z.array(z.string()).parse(JSON.parse(instruction(/^CMD (\[.*\])$/m)));
}

/** The same, from the context's folder. */
export function commandOfImage(): string[] {
  return commandInImage().map((part) => part.replace(/^\/app\b/, imageContext));
}

function instruction(pattern: RegExp): string {
  const [, found] = pattern.exec(readFileSync(join(workspaceRoot, 'docker/log-agent/Dockerfile'), 'utf8')) ?? [];
  if (found === undefined) throw new Error(`docker/log-agent/Dockerfile has nothing like ${String(pattern)}`);
  return found;
}
