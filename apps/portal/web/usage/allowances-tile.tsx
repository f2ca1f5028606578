import { useId, type ReactNode } from 'react';
import { Ring, Skeleton } from '@wellspring/web';
import { Failure } from '../failure/failure.tsx';
import { IncompleteNotice } from '../failure/incomplete-notice.tsx';
import { StaleNotice } from '../failure/stale-notice.tsx';
import { useIntl } from '../messages/catalogues.ts';
import { allowanceName } from './allowance-name.ts';
import { useAllowances, type Allowance } from './allowance.ts';
import { quantityText } from './quantity-text.ts';

/** What is left of each allowance. On the start page while usage is on the new side. */
export function Allowances(): ReactNode {
  const { t } = useIntl();
  const id = useId();
  return (
    <section className="card" aria-labelledby={id}>
      <h2 id={id}>{t('start.left')}</h2>
      <Left />
    </section>
  );
}

function Left(): ReactNode {
  const { t } = useIntl();
  const query = useAllowances();
  if (query.isPending) return <Skeleton label={t('loading')} lines={4} />;
  if (query.error) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  const { body, missingCount } = query.data;
  if (body.length === 0 && !missingCount) return <p>{t('start.left.none')}</p>;
  return (
    <>
      <ul className="rings">
        {body.map((allowance) => (
          <li key={allowance.id}>
            <AllowanceRing allowance={allowance} />
          </li>
        ))}
      </ul>
      <IncompleteNotice missingCount={missingCount} />
      <StaleNotice ageSeconds={query.data.ageSeconds} />
    </>
  );
}

const lowShare = 0.2;

function AllowanceRing({ allowance }: { allowance: Allowance }): ReactNode {
  const { left, total, until } = allowance;
  const intl = useIntl();
  const { t, format } = intl;
  const share = total.amount > 0 ? left.amount / total.amount : 0;
  return (
    <>
      <Ring share={share} low={share <= lowShare} />
      <span className="ring-name">{allowanceName(allowance, intl)}</span>
      <strong>{quantityText(left, intl)}</strong>
      <small>
        {t('start.left.of', { total: quantityText(total, intl) })}
        {until !== undefined && `, ${t('start.left.until', { date: format.dayOfMonth(until) })}`}
      </small>
    </>
  );
}
