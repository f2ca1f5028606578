import { createContext, type ReactNode, use, useState, useSyncExternalStore } from 'react';
import { fetchSession } from '../session/session.ts';
import { type Live, LiveConnection } from './live-connection.ts';

const LiveContext = createContext<Live | undefined>(undefined);

/** One connection for the whole application. */
export function LiveProvider({ children }: { children: ReactNode }): ReactNode {
  const [connection] = useState(
    () =>
      new LiveConnection({
        open: () => new EventSource('/api/events'),
        isSignedIn: async () => (await fetchSession()).operator !== null,
      }),
  );
  const live = useSyncExternalStore(connection.subscribe, connection.read);
  return <LiveContext value={live}>{children}</LiveContext>;
}

export function useLive(): Live {
  const live = use(LiveContext);
  if (!live) throw new Error('useLive needs a LiveProvider above it');
  return live;
}
