import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/** This process among the replicas of the gateway. */
export class Replica {
  /** Unlike any other, also when two run on one host. */
  readonly id = randomUUID();
  /** For people: the name of the host, in Kubernetes of the pod. */
  readonly name = hostname();
}
