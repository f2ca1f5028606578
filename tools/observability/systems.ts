import { readEnvironment } from '../deploy/environment.ts';
import type { ObservedSystem, Surroundings } from './observed-system.ts';

/** The systems of an environment that it has an address for. */
export function observedSystems(surroundings: Surroundings): ObservedSystem[] {
  readEnvironment(surroundings.root, surroundings.environment);
  return [];
}
