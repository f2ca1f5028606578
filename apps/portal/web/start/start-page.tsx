import type { ReactNode } from 'react';
import { PlanIcon, SupportIcon } from '@wellspring/web';
import { Guarded } from '../failure/guarded.tsx';
import { useIntl } from '../messages/catalogues.ts';
import { PageTitle } from '../page/page-title.tsx';
import { useIsHere, useSession } from '../session/session.ts';
import { Allowances } from '../usage/allowances-tile.tsx';
import { Answered } from './answered.tsx';
import { News } from './news.tsx';
import { ToPay } from './to-pay.tsx';

/** What do I owe, what is left, is something broken, can I change this. Each part asks for itself and fails for itself. */
export default function StartPage(): ReactNode {
  const { t } = useIntl();
  const { session } = useSession();
  const usageIsHere = useIsHere('usage');
  return (
    <>
      <PageTitle>{t('start.greeting', { name: session?.customer?.name ?? '' })}</PageTitle>
      <News />
      <div className="tiles">
        <Guarded>
          <ToPay />
        </Guarded>
        {usageIsHere && (
          <Guarded>
            <Allowances />
          </Guarded>
        )}
        <Answered Icon={SupportIcon} title={t('start.help')} text={t('start.help.text')} to="/support" phone />
        <Answered Icon={PlanIcon} title={t('start.change')} text={t('start.change.text')} to="/plan" />
      </div>
    </>
  );
}
