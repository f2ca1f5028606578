import { DomainError } from '@wellspring/platform';

/** 503 `BILL.UNAVAILABLE`: nothing was ever copied of this owner's records, and the source does not answer now. */
export class RecordsUnavailableError extends DomainError {
  constructor({ name, plural }: { name: string; plural: string }) {
    super({
      code: `${name.toUpperCase().replaceAll('-', '_')}.UNAVAILABLE`,
      message: `${plural.charAt(0).toUpperCase()}${plural.slice(1)} cannot be shown at the moment`,
      status: 503,
      reason: 'The system behind does not answer. Please try again in a moment.',
      headers: { 'retry-after': '5' },
    });
  }
}
