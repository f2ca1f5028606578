import { AbstractLogger } from 'typeorm';

/** TypeORM's own loggers print statements and their values; what is worth a line is logged where the pool is measured. */
export class QuietLogger extends AbstractLogger {
  protected writeLog(): void {
    // Deliberately nothing.
  }
}
