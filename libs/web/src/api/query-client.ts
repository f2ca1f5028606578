import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './api-error.ts';

const attempts = 2;

/** Asks once more when that may help; a refusal or a missing page stays what it is. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) => failures < attempts && error instanceof ApiError && error.temporary,
      },
    },
  });
}
