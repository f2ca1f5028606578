import { DomainError } from '@wellspring/platform';
import type { Resource } from '../query/resource.ts';

/** 404: no such resource, or not the caller's; which of the two is not told. */
export class ResourceNotFoundError extends DomainError {
  constructor({ name }: Pick<Resource, 'name'>) {
    const code = `${name.toUpperCase().replaceAll(/[ -]/g, '_')}.NOT_FOUND`;
    super({ code, message: `There is no such ${name}`, status: 404 });
  }
}
