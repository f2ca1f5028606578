import type { useIntl } from '../messages/catalogues.ts';
import type { Quantity } from './consumption.ts';

const megabytesPerGigabyte = 1_000;
const secondsPerMinute = 60;

/** A quantity in the units people count in, with as many digits as are worth reading. */
export function quantityText({ amount, units }: Quantity, intl: ReturnType<typeof useIntl>): string {
  const { t, format } = intl;
  switch (units) {
    case 'MB':
      if (amount < megabytesPerGigabyte) return format.quantity(amount, 'megabyte');
      return format.quantity(amount / megabytesPerGigabyte, 'gigabyte');
    case 'GB':
      return format.quantity(amount, 'gigabyte');
    case 'MIN':
      return format.quantity(amount, 'minute');
    case 'SEC':
      return format.quantity(Math.floor(amount / secondsPerMinute), 'minute');
    case 'SMS':
      return t('unit.messages', { count: amount });
    default:
      return `${format.quantity(amount)} ${units}`;
  }
}
