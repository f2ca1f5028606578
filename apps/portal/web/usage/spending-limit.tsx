import { type ReactNode, useState } from 'react';
import { Alert, Button, ConfirmDialog } from '@wellspring/web';
import { Failure } from '../failure/failure.tsx';
import { useIntl } from '../messages/catalogues.ts';
import type { Spending } from './consumption.ts';
import { isBeingSet, useChangeLimit, useNewestLimitChange } from './limit-change.ts';
import { LimitForm } from './limit-form.tsx';
import type { LimitChange } from './newest-limit-change.ts';

/** The most that use may cost in a month: as rating has it, and the way to another one. */
export function SpendingLimit({ spending }: { spending: Spending }): ReactNode {
  const { t, format } = useIntl();
  const { limit, limitRange } = spending;
  const change = useNewestLimitChange();
  const order = useChangeLimit();
  const [asked, setAsked] = useState<'limit' | 'none'>();
  const close = (): void => setAsked(undefined);
  const mayChange = limitRange !== undefined && !(change && isBeingSet(change)) && asked !== 'limit';
  return (
    <>
      <p>{limit ? t('usage.limit', { amount: format.money(limit) }) : t('usage.limit.none')}</p>
      <div role="status">{change && <ChangeState change={change} />}</div>
      {order.error && <Failure error={order.error} />}
      {asked === 'limit' && limitRange && (
        <LimitForm
          range={limitRange}
          limit={limit}
          busy={order.isPending}
          onSave={(wanted) => order.mutate(wanted, { onSettled: close })}
          onCancel={close}
        />
      )}
      {mayChange && (
        <p className="limit-actions">
          <Button busy={order.isPending} onClick={() => setAsked('limit')}>
            {t(limit ? 'usage.limit.change' : 'usage.limit.set')}
          </Button>
          {limit && (
            <Button variant="quiet" onClick={() => setAsked('none')}>
              {t('usage.limit.remove')}
            </Button>
          )}
        </p>
      )}
      {asked === 'none' && (
        <ConfirmDialog
          title={t('usage.limit.remove')}
          confirmLabel={t('usage.limit.remove')}
          cancelLabel={t('action.cancel')}
          busy={order.isPending}
          danger
          onCancel={close}
          onConfirm={() => order.mutate(null, { onSettled: close })}
        >
          <p>{t('usage.limit.remove.text')}</p>
        </ConfirmDialog>
      )}
    </>
  );
}

function ChangeState({ change: { state, limit } }: { change: LimitChange }): ReactNode {
  const { t, format } = useIntl();
  switch (state) {
    case 'pending':
      return (
        <Alert
          tone="info"
          title={limit ? t('usage.limit.underWay', { amount: format.money(limit) }) : t('usage.limit.underWay.none')}
        />
      );
    case 'failed':
      return <Alert tone="warning" title={t('usage.limit.failed')} />;
    case 'needsAttention':
      return <Alert tone="warning" title={t('service.change.attention')} />;
    default:
      return null;
  }
}
