import { type ArgumentsHost, Catch } from '@nestjs/common';
import { DomainExceptionFilter } from '@wellspring/platform';
import { QueryFailedError } from 'typeorm';
import { toDatabaseError } from './database.errors.ts';

/** Looks into what TypeORM wraps every failure of a statement in, so that a database that is away is a 503 there too. */
@Catch(QueryFailedError)
export class QueryFailedFilter extends DomainExceptionFilter {
  override catch(error: QueryFailedError, host: ArgumentsHost): void {
    const cause = toDatabaseError(error.driverError);
    super.catch(cause === error.driverError ? error : cause, host);
  }
}
