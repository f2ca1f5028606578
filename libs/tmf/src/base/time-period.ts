/** TMF630 period; both ends are RFC 3339 instants in UTC. */
export interface TimePeriod {
  startDateTime: string;
  endDateTime: string;
}
