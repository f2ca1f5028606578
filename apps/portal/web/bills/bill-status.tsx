import type { ReactNode } from 'react';
import { Badge, type BadgeTone } from '@wellspring/web';
import { useIntl } from '../messages/catalogues.ts';
import { type BillStatus, statusOf, type Bill } from './bill.ts';

const tones: Record<BillStatus, BadgeTone> = { paid: 'good', unpaid: 'attention', overdue: 'bad' };

export function BillStatusBadge({ bill }: { bill: Bill }): ReactNode {
  const { t } = useIntl();
  const status = statusOf(bill);
  return <Badge tone={tones[status]}>{t(`bill.status.${status}`)}</Badge>;
}
