/** Whether the service wants traffic at all, whatever its checks say. */
export class Readiness {
  phase: 'starting' | 'started' | 'stopping' = 'starting';
}
