import { formatMoment, timeZoneName } from '../format/format.ts';
import type { Column } from './table.tsx';

/** When something was, in the time zone of whoever reads it. */
export function whenColumn<Row extends { at: string }>(now: Date): Column<Row> {
  return {
    label: `When (${timeZoneName()})`,
    of: ({ at }) => <time dateTime={at}>{formatMoment(new Date(at), now)}</time>,
  };
}
