export { type ConsumptionDocument, consumptionDocument, type ProductConsumption } from './consumption.ts';
export {
  type LimitChangeCommandDocument,
  type LimitChangeDocument,
  limitChangeDocument,
  type LimitChangeState,
  limitChangeStates,
} from './limit-change.ts';
export {
  type UsageDayDocument,
  usageDayDocument,
  type UsageDocument,
  usageDocument,
  type UsageType,
  usageTypes,
  type UsageUnit,
  usageUnits,
  type UsageZone,
  usageZones,
} from './usage.ts';
