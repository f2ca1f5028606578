import type { ReactNode } from 'react';
import { Empty, Skeleton } from '@wellspring/web';
import { Failure } from '../failure/failure.tsx';
import { IncompleteNotice } from '../failure/incomplete-notice.tsx';
import { StaleNotice } from '../failure/stale-notice.tsx';
import { useIntl } from '../messages/catalogues.ts';
import { PageTitle } from '../page/page-title.tsx';
import { useNewestChanges } from '../products/ordering-changes.ts';
import { useProducts } from '../products/own-products.ts';
import { ServiceCard } from './service-card.tsx';

/** What the customer has, and what can be changed of it. */
export default function ServicesPage(): ReactNode {
  const { t } = useIntl();
  const query = useProducts();
  const changes = useNewestChanges();
  return (
    <>
      <PageTitle>{t('services.title')}</PageTitle>
      {query.isPending && <Skeleton label={t('loading')} lines={6} />}
      {query.error && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.data?.body.length === 0 && !query.data.missingCount && <Empty>{t('services.empty')}</Empty>}
      <IncompleteNotice missingCount={query.data?.missingCount} />
      {query.data && <StaleNotice ageSeconds={query.data.ageSeconds} />}
      {query.data?.body.map((product) => (
        <ServiceCard key={product.id} product={product} changes={changes.get(product.id) ?? []} />
      ))}
    </>
  );
}
