import type { InjectionToken } from '@nestjs/common';
import type { Resource } from '../query/resource.ts';
import type { ResourceSource } from '../query/resource-reader.ts';
import type { ResourceChange, ResourceCreation, ResourceRemoval } from './writes.ts';

/** What is asked before a read of a copy; a read model fits. */
export interface Freshness {
  /** Gives the age of what is about to be read, in whole seconds, for the `Age` header. */
  refreshIfOld(owner?: string): Promise<number>;
  /** How many there are beside those that can be shown, for `X-Missing-Count`. */
  missing?(owner?: string): Promise<number>;
}

/** A resource and what can be done with it. Providers are looked up among those of the module's imports. */
export interface ResourceRegistration {
  readonly resource: Resource;
  /** Where it is read from; its table unless given. */
  readonly source?: InjectionToken<ResourceSource>;
  readonly freshness?: InjectionToken<Freshness>;
  readonly create?: InjectionToken<ResourceCreation>;
  readonly change?: InjectionToken<ResourceChange>;
  readonly remove?: InjectionToken<ResourceRemoval>;
  /** Types of the events about it that are the service's own and come from it, beside those of every resource. */
  readonly events?: readonly string[];
}
