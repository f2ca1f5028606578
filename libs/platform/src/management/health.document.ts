/** What `GET /health/ready` of every service says. */
export interface HealthDocument {
  status: 'ok' | 'degraded' | 'error' | 'shutting_down';
  /** Every check by its name. `degraded`: it is not well, and the service stays ready. */
  details: Record<string, { status: 'up' | 'degraded' | 'down'; [more: string]: unknown }>;
}
