/** One way that a firewall has to let through. */
export interface Flow {
  from: string;
  to: string;
  port: number;
  protocol: 'TCP' | 'UDP';
  /** `cluster`: both ends are pods. Only the others pass the operator's firewalls. */
  crosses: 'cluster' | 'boundary';
  why: string;
}

/** Hosts and ports of one or several addresses separated by commas. */
export function addressesOf(urls: string): { host: string; port: number }[] {
  const addresses = urls.split(',').map((text) => {
    const url = new URL(text.trim());
    return { host: url.hostname, port: Number(url.port) || (url.protocol === 'https:' ? 443 : 80) };
  });
  return addresses.filter(
    ({ host, port }, index) => addresses.findIndex((a) => a.host === host && a.port === port) === index,
  );
}
