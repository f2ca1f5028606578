/** A follower of a feed; gives false when another one is ahead of it, which goes on. */
export interface Following {
  sync: (signal: AbortSignal) => Promise<boolean>;
}

/** Follows a feed to its end, also where another replica, or the service's own job, is ahead for a stretch. */
export async function syncToEnd(feed: Following): Promise<void> {
  const { signal } = new AbortController();
  while (!(await feed.sync(signal)));
}
