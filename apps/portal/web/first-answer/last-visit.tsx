import { createContext, use } from 'react';

/** When the customer was here before, as an ISO time: what is newer than that is news. */
export const LastVisitContext = createContext<string | undefined>(undefined);

export function useLastVisit(): string | undefined {
  return use(LastVisitContext);
}
