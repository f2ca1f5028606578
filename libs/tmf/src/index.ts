export { currencyDigits, decimalOf, minorUnitsOf } from '@wellspring/money';
export type { EntityRef, Money, RelatedPartyRef, TimePeriod } from '@wellspring/contract';
export { hubScope } from './hub/hub.controller.ts';
export { hubMigrations } from './hub/hub.migration.ts';
export { HubSettings } from './hub/hub.settings.ts';
export { moneySql } from './money/money-sql.ts';
export { moneySchema, toMinorUnits, toMoney } from './money/money.ts';
export { type Access, open, ownedBy, sharedBy } from './query/access.ts';
export { type Attribute, count, flag, instant, number, oneOf, text, uuid } from './query/attribute.ts';
export { InvalidQueryError } from './query/invalid-query.error.ts';
export { defineMadeResource, type Document, MadeResources } from './query/made-resources.ts';
export { defineResource, hrefOf, type Resource, type ResourceDeclaration } from './query/resource.ts';
export { ResourceReader, type ResourceSource } from './query/resource-reader.ts';
export { PreconditionFailedError } from './routes/etag.ts';
export { type Freshness, type ResourceRegistration } from './routes/registration.ts';
export { resourceEvent, type ResourceEventKind } from './routes/resource-events.ts';
export { ResourceNotFoundError } from './routes/resource-not-found.error.ts';
export {
  type ChangeContext,
  type CreateContext,
  type ResourceChange,
  type ResourceCreation,
  type ResourceRemoval,
  type WriteContext,
} from './routes/writes.ts';
export { TmfModule, type TmfOptions } from './tmf.module.ts';
