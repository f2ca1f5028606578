/** What may reach what, as service.yaml files declare it, and every connection there is to be tried. */
import { readTopology, type App, type PortKind } from '../../topology/topology.ts';
import { outsidePlaces } from './outside.ts';
import type { Place, Pod } from './pods.ts';

export interface Attempt {
  from: Pod;
  to: string;
  place: Place;
  isDeclared: boolean;
}

/**
 * From every pod to every port of every service and of what is outside.
 * @param pods one of each service
 * @param ingress where customers and operators come in
 * @param stranger of which nobody has heard
 */
export function everyAttempt(pods: Pod[], ingress: Pod, stranger: Pod): Attempt[] {
  const apps = readTopology();
  const appOf = (pod: Pod): App | undefined => apps.find(({ name }) => name === pod.app);
  return [...pods, ingress, stranger].flatMap((from) => {
    const caller = appOf(from);
    const inside = pods
      .filter((to) => to.uid !== from.uid)
      .flatMap((to) => {
        const callee = appOf(to);
        if (!callee) return [];
        return (['service', 'management'] as const).map((kind) => ({
          from,
          to: `${to.app} ${kind}`,
          place: { address: to.address, port: callee.ports[kind] ?? 0 },
          isDeclared: from === ingress ? entersAt(callee, kind) : caller !== undefined && calls(caller, callee, kind),
        }));
      });
    // Only services are kept from the outside: the ingress and the stranger are not ours.
    const outside = caller
      ? outsidePlaces.map(({ name, address, port, isFor }) => ({
          from,
          to: name,
          place: { address, port },
          isDeclared: isFor(caller),
        }))
      : [];
    return [...inside, ...outside];
  });
}

function calls(caller: App, callee: App, kind: PortKind): boolean {
  return caller.calls.some(({ app, port }) => app === callee.name && port === kind);
}

function entersAt(callee: App, kind: PortKind): boolean {
  return kind === 'service' && (callee.public || callee.operators);
}
