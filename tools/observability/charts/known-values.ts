/**
 * Which values a chart takes. Helm ignores what a chart does not know, so a value with a wrong name, or one that a newer
 * version of the chart calls otherwise, does nothing and says nothing.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isValues, readValues } from '../../deploy/values.ts';

/** By name; one with nothing below it takes anything there. */
export interface KnownValues {
  [name: string]: KnownValues;
}

const reference = /\.Values((?:\.\w+)+)/g;

/**
 * What the chart in a folder sets itself, and what its templates ask for beside that.
 * @param takingAnything values whose content is passed on as it is, though the chart sets some of it
 */
export function knownValuesOf(folder: string, takingAnything: string[]): KnownValues {
  const values = readValues(join(folder, 'values.yaml'));
  const known = outline(values);
  const asked = references(folder);
  // What is empty and used as a whole is passed on, whatever single values of it are looked at beside.
  const passedOn = asked.filter((path) => isEmpty(values, path)).map((path) => path.join('.'));
  for (const path of asked) {
    if (!path.some((_, length) => passedOn.includes(path.slice(0, length).join('.')))) add(known, path);
  }
  for (const name of takingAnything) known[name] = {};
  return sorted(known);
}

/** @returns the paths of the values that a chart does not know */
export function unknownValues(values: unknown, known: KnownValues, path: string[] = []): string[] {
  if (!isValues(values) || Object.keys(known).length === 0) return [];
  return Object.entries(values).flatMap(([name, value]) => {
    const below = known[name];
    return below === undefined ? [[...path, name].join('.')] : unknownValues(value, below, [...path, name]);
  });
}

function references(folder: string): string[][] {
  return globSync('templates/**/*.{yaml,tpl}', { cwd: folder }).flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(reference)].map(([, path = '']) => path.slice(1).split('.')),
  );
}

function isEmpty(values: unknown, [name, ...rest]: string[]): boolean {
  if (!isValues(values)) return false;
  return name === undefined ? Object.keys(values).length === 0 : isEmpty(values[name], rest);
}

function outline(values: unknown): KnownValues {
  if (!isValues(values)) return {};
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, outline(value)]));
}

function add(known: KnownValues, path: string[]): void {
  let at = known;
  for (const name of path) at = at[name] ??= {};
}

function sorted(known: KnownValues): KnownValues {
  const names = Object.keys(known).sort();
  return Object.fromEntries(names.map((name) => [name, sorted(known[name] ?? {})]));
}
