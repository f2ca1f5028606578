export {
  type CommandDocument,
  type CommandList,
  type Decidable,
  type Decided,
  type ResolutionDocument,
} from './command.ts';
export { type EntityRef, entityRef, relatedParty, type RelatedPartyRef } from './entity-ref.ts';
export { type Money, money } from './money.ts';
export { dateTime, type TimePeriod, timePeriod } from './time-period.ts';
export { identified } from './typed.ts';
