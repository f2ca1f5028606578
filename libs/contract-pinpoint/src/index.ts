export { type CauseKind, causeKinds, type Evidence } from './cause.ts';
export { type Change } from './change.ts';
export { type CustomerDocument } from './customer.ts';
export { type Diagnosis, type FirstAid, type Incident, type IncidentsDocument, type ToldSymptom } from './incident.ts';
export {
  type EdgeDocument,
  type IncidentDocument,
  type NowDocument,
  type ProcessDocument,
  type ProcessState,
  type Signal,
} from './now.ts';
export { type LogEntry, type ReferenceDocument } from './reference.ts';
export { type SilenceDocument, type SilencesDocument } from './silence.ts';
