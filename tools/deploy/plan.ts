/** What a deployment would change, worked out without changing anything. */
import { isDeepStrictEqual } from 'node:util';
import type { Cluster } from './cluster.ts';
import { changesOf, driftOf, type FieldChange } from './diff.ts';
import type { Helm, ReleaseInputs } from './helm.ts';
import { idOf, isHook, parseManifests, type Manifest } from './manifest.ts';

export interface ObjectChange {
  object: string;
  action: 'create' | 'change' | 'delete';
  fields: FieldChange[];
}

export interface ServicePlan {
  service: string;
  /** Helm has no release of it yet. */
  installs: boolean;
  /** The last attempt did not succeed, so it is to be done again whatever the manifests say. */
  repairs: boolean;
  /** The cluster is as it should be but Helm would take it back to something else, should a later release fail. */
  outdatedRecord: boolean;
  changes: ObjectChange[];
  /** Fields that somebody changed beside Helm. They are put back. */
  drift: { object: string; fields: FieldChange[] }[];
  /** Jobs that run first. */
  hooks: string[];
}

export function isEmptyPlan({ installs, repairs, outdatedRecord, changes }: ServicePlan): boolean {
  return !installs && !repairs && !outdatedRecord && changes.length === 0;
}

export async function planService(helm: Helm, cluster: Cluster, inputs: ReleaseInputs): Promise<ServicePlan> {
  const rendered = parseManifests(await helm.template(inputs));
  const revisions = await helm.history(inputs.service);
  const released = revisions.length === 0 ? [] : parseManifests(await helm.manifest(inputs.service));
  const desired = rendered.filter((manifest) => !isHook(manifest));
  const changes: ObjectChange[] = [];
  for (const manifest of desired) {
    const live = await cluster.read(manifest);
    const previous = released.find((each) => idOf(each) === idOf(manifest));
    if (!live) changes.push({ object: idOf(manifest), action: 'create', fields: [] });
    else {
      const fields = changesOf(previous, live, manifest);
      if (fields.length > 0) changes.push({ object: idOf(manifest), action: 'change', fields });
    }
  }
  const wanted = new Set(desired.map(idOf));
  for (const manifest of released.filter((each) => !wanted.has(idOf(each)))) {
    if (await cluster.read(manifest)) changes.push({ object: idOf(manifest), action: 'delete', fields: [] });
  }
  return {
    service: inputs.service,
    installs: revisions.length === 0,
    repairs: revisions.length > 0 && revisions.at(-1)?.status !== 'deployed',
    outdatedRecord: changes.length === 0 && !sameManifests(released, desired),
    changes,
    drift: await driftOfRelease(cluster, released),
    hooks: rendered.filter((manifest) => isHook(manifest) && manifest.kind === 'Job').map(idOf),
  };
}

function sameManifests(some: Manifest[], others: Manifest[]): boolean {
  const byId = (manifests: Manifest[]): Map<string, Manifest> => new Map(manifests.map((each) => [idOf(each), each]));
  return isDeepStrictEqual(byId(some), byId(others));
}

/** @returns the objects of a release that are no longer as it made them. */
export async function driftOfRelease(cluster: Cluster, released: Manifest[]): Promise<ServicePlan['drift']> {
  const drift: ServicePlan['drift'] = [];
  for (const manifest of released) {
    const live = await cluster.read(manifest);
    const fields = live ? driftOf(manifest, live) : [{ path: '(object)', before: undefined, after: 'present' }];
    if (fields.length > 0) drift.push({ object: idOf(manifest), fields });
  }
  return drift;
}
