import { Card, Skeleton } from '@wellspring/web';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Failure } from '../failure/failure.tsx';
import { useRecentDecisions } from './audit.ts';
import { AuditTable } from './audit-table.tsx';

/** The last few decisions about one capability: what came before the trouble. */
export function RecentDecisions({ capability }: { capability: string }): ReactNode {
  const query = useRecentDecisions(capability);
  return (
    <Card title="Last decisions">
      {query.isPending && <Skeleton label="Loading decisions" />}
      {query.error && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.data?.length === 0 && <p>Nothing has been decided yet.</p>}
      {query.data && query.data.length > 0 && <AuditTable entries={query.data} />}
      <p>
        <Link to={`/audit?capability=${capability}`}>All decisions about it</Link>
      </p>
    </Card>
  );
}
