import type { ReactNode } from 'react';
import { MakeUp, sumMoney } from '@wellspring/web';
import type { BillLine } from '../bills/bill.ts';
import { useIntl } from '../messages/catalogues.ts';

/** As many as can be told apart by colour. */
const mostShares = 4;

/** The largest lines of a bill as pieces of one bar; all of them are in the table below. */
export function BillMakeUp({ lines }: { lines: readonly BillLine[] }): ReactNode {
  const { t } = useIntl();
  const bySize = lines.toSorted((one, other) => other.taxIncludedAmount.value - one.taxIncludedAmount.value);
  const rest = bySize.slice(mostShares).map(({ taxIncludedAmount }) => taxIncludedAmount);
  const others = sumMoney(rest);
  const shares = bySize.slice(0, mostShares).map(({ id, name, taxIncludedAmount }) => ({
    id,
    name,
    value: taxIncludedAmount.value,
  }));
  if (others) shares.push({ id: 'others', name: t('bill.makeUp.others'), value: others.value });
  return shares.length < 2 ? null : <MakeUp shares={shares} />;
}
