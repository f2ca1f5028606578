/** The ways of a machine in the language of nftables. */
import { contains } from '../description/networks.ts';
import type { Way } from './ways.ts';

const chains = ['input', 'output', 'forward'] as const;
/** nft takes no longer ones. */
const longestComment = 120;

/**
 * A table of its own: replacing it leaves those of kube-proxy and the network plug-in alone. Whatever is not let through
 * is told to whoever sent it from here, so that a missing flow is found at once and not after a time-out.
 */
export function nftablesText(ways: Way[]): string {
  const lines = [
    '#!/usr/sbin/nft -f',
    '# Generated from cluster.yaml and the flows of the environments: npm run cluster -- generate',
    'table inet machine',
    'delete table inet machine',
    'table inet machine {',
    ...chains
      .flatMap((chain) => [
        ...chainOf(
          chain,
          ways.filter((way) => way.chain === chain),
        ),
        '',
      ])
      .slice(0, -1),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

function chainOf(chain: Way['chain'], ways: Way[]): string[] {
  return [
    `  chain ${chain} {`,
    `    type filter hook ${chain} priority filter; policy drop;`,
    '    ct state established,related accept',
    '    ct state invalid drop',
    ...(chain === 'input' ? ['    iif lo accept'] : []),
    ...(chain === 'output' ? ['    oif lo accept'] : []),
    '    meta l4proto { icmp, ipv6-icmp } accept',
    ...rulesOf(ways).map((rule) => `    ${rule}`),
    `    limit rate 10/minute log prefix "refused ${chain}: "`,
    ...(chain === 'input' ? [] : ['    reject with icmpx admin-prohibited']),
    '  }',
  ];
}

/** What differs only in why is one rule. */
function rulesOf(ways: Way[]): string[] {
  const reasons = Map.groupBy(ways, matchOf);
  return [...reasons].map(([match, same]) => {
    const why = [...new Set(same.map((way) => way.why))].join('; ').replaceAll('"', "'");
    const comment = why.length > longestComment ? `${why.slice(0, longestComment - 1)}…` : why;
    return `${match} accept comment "${comment}"`;
  });
}

function matchOf({ from, to, protocol, ports }: Way): string {
  return [
    ...(from ? [`ip saddr ${setOf(widest(from))}`] : []),
    ...(to ? [`ip daddr ${setOf(widest(to))}`] : []),
    ...protocolOf(protocol, ports),
  ].join(' ');
}

function protocolOf(protocol: Way['protocol'], ports: number[]): string[] {
  if (protocol === 'any') return [];
  if (protocol === 'vrrp') return ['ip protocol 112'];
  return [`${protocol} dport ${setOf(ports.map(String))}`];
}

/** Without those within others: nft takes no set whose parts overlap. */
function widest(networks: string[]): string[] {
  const each = [...new Set(networks)];
  return each.filter((network) => !each.some((other) => other !== network && contains(other, network)));
}

function setOf(values: string[]): string {
  const [first = ''] = values;
  return values.length === 1 ? first : `{ ${values.join(', ')} }`;
}
