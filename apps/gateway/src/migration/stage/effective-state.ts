import type { Drift, Position } from '@wellspring/contract-gateway';
import type { CapabilityDeclaration } from '../file/migration-file.schema.ts';
import type { Override } from './override.ts';
import { compareStages, samePosition } from './position.ts';

/** Where a capability stands: the file, and over it the override. */
export interface EffectiveState {
  name: string;
  declaration: CapabilityDeclaration;
  declared: Position;
  effective: Position;
  paused: boolean;
  /** Put back by a person or a guardrail behind what the file says. */
  rolledBack: boolean;
  override?: Override;
  drift: Drift[];
  /** Version of the last decision; 0 when there never was one. Between two numbers: not written to the database yet. */
  version: number;
  /** When the last decision was made. */
  decidedAt?: Date;
}

export function effectiveState(name: string, declaration: CapabilityDeclaration, override?: Override): EffectiveState {
  const declared: Position = { stage: declaration.stage, percent: declaration.canary.percent };
  const effective = override?.position ?? declared;
  const inForce = override?.position !== undefined;
  return {
    name,
    declaration,
    declared,
    effective,
    paused: inForce && override.paused,
    rolledBack: inForce && compareStages(effective.stage, declared.stage) < 0,
    ...(inForce && { override }),
    drift: driftBetween(declared, effective),
    version: override?.version ?? 0,
    ...(override !== undefined && { decidedAt: override.at }),
  };
}

function driftBetween(declared: Position, effective: Position): Drift[] {
  if (samePosition(declared, effective)) return [];
  if (declared.stage !== effective.stage) return [{ key: 'stage', file: declared.stage, effective: effective.stage }];
  return [{ key: 'percent', file: declared.percent, effective: effective.percent }];
}
