import type { ValueTransformer } from 'typeorm';

/** For a column of an amount in minor units: pg hands out `bigint` as text, since it can exceed what a number holds. */
export const minorUnits: ValueTransformer = {
  to: (value: number | null): number | null => value,
  from: (value: string | null): number | null => (value === null ? null : Number(value)),
};
