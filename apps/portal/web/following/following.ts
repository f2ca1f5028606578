import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { queryFor, type Resource } from '@wellspring/web';
import type * as z from 'zod/mini';

const pollMs = 1_000;

/**
 * What the customer ordered, looked at again for as long as any of it is under way; when some of it has ended, what it
 * changes is asked for anew.
 */
export function useFollowed<One>(
  resource: Resource<z.ZodMiniType<One[]>>,
  isUnderWay: (one: One) => boolean,
  changes: Resource,
): readonly One[] {
  const queryClient = useQueryClient();
  const { data } = useQuery({
    ...queryFor(resource),
    refetchInterval: ({ state }) => (state.data?.body.some(isUnderWay) ? pollMs : false),
  });
  const underWay = data?.body.filter(isUnderWay).length ?? 0;
  const before = useRef(underWay);
  useEffect(() => {
    const ended = underWay < before.current;
    before.current = underWay;
    if (ended) void queryClient.invalidateQueries({ queryKey: changes.key, exact: true });
  }, [underWay, queryClient, changes]);
  return data?.body ?? [];
}
