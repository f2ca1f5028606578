import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { fetchJson, type Money } from '@wellspring/web';
import { useFollowed } from '../following/following.ts';
import { usageConsumption } from './consumption.ts';
import { limitChange, type LimitChange, limitChangePath, newestLimitChange } from './newest-limit-change.ts';

/** Asked for, and rating has not confirmed it yet: until it has, the limit before is shown. */
export function isBeingSet({ state }: LimitChange): boolean {
  return state === 'pending';
}

export function useNewestLimitChange(): LimitChange | undefined {
  const [newest] = useFollowed(newestLimitChange, isBeingSet, usageConsumption);
  return newest;
}

/** The service takes one at a time, so that a second click asks for nothing twice. */
export function useChangeLimit(): UseMutationResult<LimitChange, Error, Money | null> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (limit) => {
      const { body } = await fetchJson(limitChangePath, limitChange, {
        method: 'POST',
        headers: { 'idempotency-key': crypto.randomUUID() },
        body: { limit },
      });
      return body;
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: newestLimitChange.key }),
  });
}
