import { Button, Skeleton } from '@wellspring/web';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { Failure } from '../failure/failure.tsx';
import { PageTitle } from '../page/page-title.tsx';
import { useAudit } from './audit.ts';
import { AuditFilterForm } from './audit-filters.tsx';
import { AuditTable } from './audit-table.tsx';
import { addressOf, filtersOf, queryOf } from './filters.ts';

export function AuditPage(): ReactNode {
  const [address, setAddress] = useSearchParams();
  const filters = filtersOf(address);
  const query = useAudit(queryOf(filters));
  const entries = query.data?.pages.flatMap(({ items }) => items);
  return (
    <>
      <PageTitle>Audit</PageTitle>
      <AuditFilterForm
        filters={filters}
        onChange={(changed) => {
          setAddress(addressOf(changed), { replace: true, preventScrollReset: true });
        }}
      />
      {query.isPending && <Skeleton label="Loading the audit" lines={8} />}
      {query.error && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {entries?.length === 0 && <p className="card">No decision matches these filters.</p>}
      {entries && entries.length > 0 && (
        <div className="card table-card">
          <AuditTable entries={entries} />
        </div>
      )}
      {query.hasNextPage && (
        <p className="more">
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show older
          </Button>
        </p>
      )}
    </>
  );
}
