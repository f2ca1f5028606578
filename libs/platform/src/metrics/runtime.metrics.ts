import { monitorEventLoopDelay, performance, type EventLoopUtilization } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import type { Metrics } from './metrics.ts';

const nanosecondsPerSecond = 1e9;
const microseconds = 1e6;
const resolutionMs = 20;
/** Delay and utilisation are of a window of this length, whoever scrapes and however often. */
const windowMs = 10_000;

/** How the process itself is doing, under the names prom-client and its dashboards use. */
export class RuntimeMetrics {
  private readonly delay = monitorEventLoopDelay({ resolution: resolutionMs });
  private readonly timer: NodeJS.Timeout;
  private lastUtilization: EventLoopUtilization = performance.eventLoopUtilization();
  private window = { p50: 0, p99: 0, max: 0, utilization: 0 };
  private hasWindow = false;

  constructor(metrics: Metrics) {
    this.delay.enable();
    this.timer = setInterval(() => {
      this.closeWindow();
    }, windowMs).unref();
    this.registerLoop(metrics);
    registerMemory(metrics);
    registerProcess(metrics);
  }

  stop(): void {
    clearInterval(this.timer);
    this.delay.disable();
  }

  private closeWindow(): void {
    this.window = this.measure();
    this.hasWindow = true;
    this.delay.reset();
    this.lastUtilization = performance.eventLoopUtilization();
  }

  private current(): typeof this.window {
    return this.hasWindow ? this.window : this.measure();
  }

  private measure(): typeof this.window {
    // Node measures from tick to tick of a timer; what goes beyond its interval is delay.
    const seconds = (nanoseconds: number): number =>
      Math.max(0, nanoseconds / nanosecondsPerSecond - resolutionMs / 1_000);
    return {
      p50: seconds(this.delay.percentile(50)),
      p99: seconds(this.delay.percentile(99)),
      max: seconds(this.delay.max),
      utilization: performance.eventLoopUtilization(this.lastUtilization).utilization,
    };
  }

  private registerLoop(metrics: Metrics): void {
    const gauge = (name: string, help: string, value: () => number): void => {
      registerGauge(metrics, name, help, value);
    };
    gauge('nodejs_eventloop_lag_p50_seconds', 'Median event-loop delay over ten seconds', () => this.current().p50);
    gauge(
      'nodejs_eventloop_lag_p99_seconds',
      '99th percentile of the event-loop delay over ten seconds',
      () => this.current().p99,
    );
    gauge('nodejs_eventloop_lag_max_seconds', 'Longest event-loop delay of ten seconds', () => this.current().max);
    gauge(
      'nodejs_eventloop_utilization_ratio',
      'Share of ten seconds the event loop was busy',
      () => this.current().utilization,
    );
  }
}

function registerMemory(metrics: Metrics): void {
  const gauge = (name: string, help: string, value: () => number): void => {
    registerGauge(metrics, name, help, value);
  };
  gauge('nodejs_heap_size_used_bytes', 'Used part of the V8 heap', () => process.memoryUsage().heapUsed);
  gauge('nodejs_heap_size_total_bytes', 'Size of the V8 heap', () => process.memoryUsage().heapTotal);
  gauge('nodejs_heap_size_limit_bytes', 'Limit of the V8 heap', () => getHeapStatistics().heap_size_limit);
  gauge('nodejs_external_memory_bytes', 'Memory of buffers outside of the heap', () => process.memoryUsage().external);
  gauge('process_resident_memory_bytes', 'Resident memory', () => process.memoryUsage.rss());
}

function registerProcess(metrics: Metrics): void {
  registerGauge(metrics, 'process_clock_seconds', 'What the process takes the time to be', () => Date.now() / 1_000);
  const startedAtSeconds = Math.round(Date.now() / 1_000 - process.uptime());
  registerGauge(metrics, 'process_start_time_seconds', 'Start of the process, Unix time', () => startedAtSeconds);
  let countedSeconds = 0;
  metrics.gauge({
    name: 'process_uptime_seconds',
    help: 'Age of the process',
    collect: (gauge) => {
      gauge.set({}, process.uptime());
      const { user, system } = process.cpuUsage();
      const seconds = (user + system) / microseconds;
      cpu.inc({}, seconds - countedSeconds);
      countedSeconds = seconds;
    },
  });
  // Registered after the gauge that feeds it: metrics are collected in order.
  const cpu = metrics.counter({ name: 'process_cpu_seconds_total', help: 'Processor time, user and system' });
}

function registerGauge(metrics: Metrics, name: string, help: string, value: () => number): void {
  metrics.gauge({
    name,
    help,
    collect: (gauge) => {
      gauge.set({}, value());
    },
  });
}
