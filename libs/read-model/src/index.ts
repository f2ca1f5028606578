export {
  type ReadModelDeclaration,
  type RecordMapping,
  type RecordRows,
  type RecordTable,
  type Row,
} from './declaration.ts';
export { ReadModelFiguresModule } from './figures/read-model-figures.module.ts';
export { type ReadModelFigures } from './read/figures.ts';
export { RecordsUnavailableError } from './read-model.errors.ts';
export { InjectReadModel, ReadModelModule, type ReadModelRegistration, readModelToken } from './read-model.module.ts';
export { ReadModel } from './read-model.ts';
export { ReadModels } from './read-models.ts';
export { type ReadModelLimits, readModelSettings } from './read-model.settings.ts';
export {
  type FetchedRecords,
  type ReadRecord,
  type RecordIdentity,
  type RejectedRecord,
  sortOut,
} from './source/record.ts';
export {
  assertConsistent,
  InconsistentRecordError,
  recordReader,
  type RecordReaderOptions,
} from './source/record-reader.ts';
export { type FeedPage, feedPageSchema, itemsSchema, type RecordSource } from './source/record-source.ts';
export { storableJson } from './source/storable.ts';
export { type QuarantinedRecord } from './store/quarantine.ts';
export { readModelMigrations } from './store/read-model.migration.ts';
