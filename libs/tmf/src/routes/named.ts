import type { Type } from '@nestjs/common';
import type { Resource } from '../query/resource.ts';

/** Gives a class made for a resource a name of its own, by which it is told from others in logs and errors. */
export function named<T extends object>(made: Type<T>, { type }: Resource, purpose: string): Type<T> {
  Object.defineProperty(made, 'name', { value: `${type}${purpose}Controller` });
  return made;
}
