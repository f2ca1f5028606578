export { copyServer, crash, giveToServer, startStandby } from './standby.ts';
export { type Postgres, type PostgresOptions, startPostgres } from './start-postgres.ts';
export { type TemporaryDatabase, temporaryDatabase } from './temporary-database.ts';
