import type { ReactNode } from 'react';
import { Card } from '@wellspring/web';
import { Guarded } from '../failure/guarded.tsx';
import { useIntl } from '../messages/catalogues.ts';
import { PageTitle } from '../page/page-title.tsx';
import { useSession } from '../session/session.ts';
import { LatestBill } from './latest-bill.tsx';
import { ToPay } from './to-pay.tsx';

/** Each tile asks for itself and fails for itself. */
export function StartPage(): ReactNode {
  const { t } = useIntl();
  const { session } = useSession();
  return (
    <>
      <PageTitle>{t('start.greeting', { name: session?.customer?.name ?? '' })}</PageTitle>
      <div className="tiles">
        <Card title={t('start.toPay')}>
          <Guarded>
            <ToPay />
          </Guarded>
        </Card>
        <Card title={t('start.latest')}>
          <Guarded>
            <LatestBill />
          </Guarded>
        </Card>
      </div>
    </>
  );
}
