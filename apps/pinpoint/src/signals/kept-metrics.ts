/**
 * What is kept of a scrape: the metric's name, and of its labels those that judging needs. Series that differ only in
 * other labels are added up; everything else is skipped while reading.
 */
export const keptMetrics: ReadonlyMap<string, readonly string[]> = new Map([
  // Edges, from the caller's end.
  ['http_client_requests_total', ['dependency', 'operation', 'outcome']],
  ['http_client_request_duration_seconds_sum', ['dependency', 'operation']],
  ['http_client_request_duration_seconds_count', ['dependency', 'operation']],
  ['http_client_requests_in_flight', ['dependency']],
  ['http_client_certificate_not_after_seconds', ['dependency']],
  ['gateway_upstream_response_duration_seconds_sum', ['upstream', 'outcome']],
  ['gateway_upstream_response_duration_seconds_count', ['upstream', 'outcome']],
  ['gateway_upstream_connections', ['upstream', 'state']],
  // Edges, from the end that is called.
  ['http_server_request_duration_seconds_sum', ['status']],
  ['http_server_request_duration_seconds_count', ['status']],
  ['http_server_requests_in_flight', []],
  // The database.
  ['db_statement_seconds_sum', ['outcome']],
  ['db_statement_seconds_count', ['outcome']],
  ['db_failures_total', ['reason']],
  ['db_statements_in_flight', []],
  ['db_pool_connections', ['state']],
  ['db_pool_waiting_requests', []],
  // What customers notice.
  ['migration_requests_total', ['capability', 'side', 'outcome']],
  ['read_model_age_seconds', ['model']],
  // Insides.
  ['jobs_queue_jobs', ['job', 'state']],
  ['outbox_dead_messages', []],
  ['read_model_quarantined_records', ['model']],
  ['log_lines_dropped_total', []],
  ['nodejs_heap_size_used_bytes', []],
  ['nodejs_external_memory_bytes', []],
  ['nodejs_eventloop_late_seconds_total', []],
  ['process_cpu_seconds_total', []],
  ['process_start_time_seconds', []],
  ['process_clock_seconds', []],
  ['service_info', ['version', 'configuration']],
  ['service_stopping', []],
  // Whether there is processor enough.
  ['node_pressure_cpu_waiting_seconds_total', []],
  ['container_cpu_cfs_throttled_seconds_total', []],
]);

/** Whether a metric only ever goes up while its process lives. */
export function isCounter(metric: string): boolean {
  return /_(?:total|sum|count)$/.test(metric);
}
