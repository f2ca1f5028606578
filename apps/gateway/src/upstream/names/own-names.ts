type Ports = 'any' | Set<number>;

const authorityPattern = /^(\[[0-9a-f:.]+\]|[^:[\]@]+)(?::(\d{1,5}))?$/;
const usualPorts: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** Names an upstream may call itself by: of these, browsers reach none but the public one. */
export class OwnNames {
  private readonly byHost = new Map<string, Ports>();

  /**
   * The names of addresses: with their own port, or one of the usual two, which is what is left of a port that somebody
   * forgot. Whatever else there is on the same host is another system.
   */
  addAddresses(urls: readonly URL[]): this {
    for (const { hostname, port, protocol } of urls)
      this.add(hostname, [Number(port) || usualPort(protocol), ...Object.values(usualPorts)]);
    return this;
  }

  /** Names with or without port, as a profile has them: without, whatever the port. */
  addDeclared(names: readonly string[]): this {
    for (const name of names) {
      const [, host = '', port] = authorityPattern.exec(name.toLowerCase()) ?? [];
      this.add(host, port === undefined ? 'any' : [Number(port)]);
    }
    return this;
  }

  /** @param scheme with its colon, when the address has one */
  has(scheme: string | undefined, authority: string): boolean {
    const [, host = '', port] = authorityPattern.exec(authority.toLowerCase()) ?? [];
    const ports = this.byHost.get(host);
    if (ports === undefined || ports === 'any') return ports === 'any';
    if (port !== undefined) return ports.has(Number(port));
    return scheme === undefined || ports.has(usualPort(scheme));
  }

  private add(host: string, ports: 'any' | readonly number[]): void {
    const known = this.byHost.get(host);
    if (ports === 'any' || known === 'any') this.byHost.set(host, 'any');
    else this.byHost.set(host, new Set([...(known ?? []), ...ports]));
  }
}

function usualPort(scheme: string): number {
  return usualPorts[scheme.toLowerCase()] ?? 0;
}
