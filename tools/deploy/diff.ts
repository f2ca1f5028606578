/**
 * What would change in an object, as a person wants to read it. Only what the old or the new manifest says is compared
 * with the cluster: what Kubernetes, an autoscaler or an injector adds is not ours.
 */
import type { Manifest } from './manifest.ts';
import { isValues } from './values.ts';

export interface FieldChange {
  /** As in `spec.template.spec.containers[billing].image`. */
  path: string;
  /** What is in the cluster; undefined: nothing. */
  before: unknown;
  /** What the manifest says; undefined: it no longer says anything. */
  after: unknown;
}

/**
 * @param previous what the release in the cluster was rendered to, if there is one
 * @param live the object in the cluster
 * @param desired what it is to become
 */
export function changesOf(previous: Manifest | undefined, live: Manifest, desired: Manifest): FieldChange[] {
  return compare('', previous, live, desired);
}

/** @returns how the object in the cluster differs from what its release says: what somebody changed by hand. */
export function driftOf(released: Manifest, live: Manifest): FieldChange[] {
  return changesOf(undefined, live, released);
}

function compare(path: string, previous: unknown, live: unknown, desired: unknown): FieldChange[] {
  if (isValues(desired) && (isValues(live) || live == null)) {
    const [old, now] = [isValues(previous) ? previous : {}, isValues(live) ? live : {}];
    const keys = new Set([...Object.keys(desired), ...Object.keys(old).filter((key) => key in now)]);
    return [...keys].flatMap((key) => compare(join(path, key), old[key], now[key], desired[key]));
  }
  if (Array.isArray(desired) && Array.isArray(live)) {
    const key = keyOf(desired);
    if (key === undefined) return sameList(live, desired) ? [] : [{ path, before: live, after: desired }];
    const old = Array.isArray(previous) ? previous : [];
    const names = new Set([
      ...namesIn(desired, key),
      ...namesIn(old, key).filter((name) => namesIn(live, key).includes(name)),
    ]);
    return [...names].flatMap((name) => {
      const item = (list: unknown[]): unknown => list.find((each) => isValues(each) && each[key] === name);
      return compare(`${path}[${name}]`, item(old), item(live), item(desired));
    });
  }
  return sameScalar(live, desired) ? [] : [{ path, before: live, after: desired }];
}

/** Kubernetes merges these lists by name, so that an injected container is not a difference. */
function keyOf(list: unknown[]): string | undefined {
  const named = list.length > 0 && list.every((item) => isValues(item) && typeof item['name'] === 'string');
  return named ? 'name' : undefined;
}

function namesIn(list: unknown[], key: string): string[] {
  return list.flatMap((item) => (isValues(item) && typeof item[key] === 'string' ? [item[key]] : []));
}

/** Lists without names count as a whole, except for defaults that Kubernetes adds to their items. */
function sameList(live: unknown[], desired: unknown[]): boolean {
  return (
    live.length === desired.length &&
    desired.every((item, index) => compare('', undefined, live[index], item).length === 0)
  );
}

/** An absent value and an empty one are the same to Kubernetes, which keeps the latter only if it means something else. */
function sameScalar(live: unknown, desired: unknown): boolean {
  return live === desired || ((live == null || desired == null) && isEmpty(live) && isEmpty(desired));
}

function isEmpty(value: unknown): boolean {
  if (value == null || value === '' || value === 0 || value === false) return true;
  return Array.isArray(value) ? value.length === 0 : isValues(value) && Object.keys(value).length === 0;
}

function join(path: string, key: string): string {
  if (path === '') return key;
  return /^[A-Za-z0-9_-]+$/.test(key) ? `${path}.${key}` : `${path}["${key}"]`;
}
