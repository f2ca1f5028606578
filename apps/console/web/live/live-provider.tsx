import { createContext, type ReactNode, use, useEffect, useState, useSyncExternalStore } from 'react';
import { fetchSession } from '../session/session.ts';
import { useSignInElsewhere } from '../session/sign-in-elsewhere.ts';
import { storedHistory, storeHistory } from './history.ts';
import { type Live, LiveConnection } from './live-connection.ts';

const LiveContext = createContext<Live | undefined>(undefined);

/** One connection for the whole application. */
export function LiveProvider({ children }: { children: ReactNode }): ReactNode {
  const [connection] = useState(
    () =>
      new LiveConnection({
        open: () => new EventSource('/api/gateway/events'),
        isSignedIn: async () => (await fetchSession()).operator !== null,
        history: storedHistory(sessionStorage),
      }),
  );
  const live = useSyncExternalStore(connection.subscribe, connection.read);
  useSignInElsewhere(() => {
    connection.resume();
  });
  useEffect(() => {
    const keep = (): void => {
      storeHistory(sessionStorage, connection.read().history);
    };
    window.addEventListener('pagehide', keep);
    return () => {
      window.removeEventListener('pagehide', keep);
    };
  }, [connection]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

export function useLive(): Live {
  const live = use(LiveContext);
  if (!live) throw new Error('useLive needs a LiveProvider above it');
  return live;
}
