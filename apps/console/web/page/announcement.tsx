import { createContext, type ReactNode, use, useCallback, useEffect, useState } from 'react';

type Announce = (text: string) => void;

const AnnouncementContext = createContext<Announce | undefined>(undefined);
const shownMs = 8_000;

/** Says in a line what has just happened: to be read, and to be heard by whoever listens to the page. */
export function AnnouncementProvider({ children }: { children: ReactNode }): ReactNode {
  const [said, setSaid] = useState<{ text: string; at: number }>();
  const announce = useCallback((text: string) => {
    setSaid({ text, at: performance.now() });
  }, []);
  useEffect(() => {
    if (said === undefined) return undefined;
    const timer = setTimeout(() => {
      setSaid(undefined);
    }, shownMs);
    return () => {
      clearTimeout(timer);
    };
  }, [said]);
  return (
    <AnnouncementContext value={announce}>
      {children}
      <div className="announcement" role="status">
        {said && <p key={said.at}>{said.text}</p>}
      </div>
    </AnnouncementContext>
  );
}

export function useAnnounce(): Announce {
  const announce = use(AnnouncementContext);
  if (!announce) throw new Error('useAnnounce needs an AnnouncementProvider above it');
  return announce;
}
