import type { Fault } from './fault.ts';

/** A fault that a `FaultServer` plays. */
export function remoteFault(server: string, name: string, what: string, forMs: number): Fault {
  const ask = async (method: string, query = ''): Promise<void> => {
    const response = await fetch(`${server}/${encodeURIComponent(name)}${query}`, { method });
    if (!response.ok) throw new Error(await response.text());
  };
  return { what, begin: () => ask('PUT', `?forMs=${forMs}`), end: () => ask('DELETE') };
}
