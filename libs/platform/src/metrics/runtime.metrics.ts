import { monitorEventLoopDelay, performance, type EventLoopUtilization } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import type { Metrics } from './metrics.ts';
import { registerProcessorMetrics } from './processor.metrics.ts';

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
  /** By how much the loop was late in all windows before this one, in seconds. */
  private lateBefore = 0;
  private late = 0;

  constructor(metrics: Metrics) {
    this.delay.enable();
    this.timer = setInterval(() => {
      this.closeWindow();
    }, windowMs).unref();
    this.registerLoop(metrics);
    registerMemory(metrics);
    registerProcess(metrics);
    registerProcessorMetrics(metrics);
  }

  stop(): void {
    clearInterval(this.timer);
    this.delay.disable();
  }

  private closeWindow(): void {
    this.window = this.measure();
    this.hasWindow = true;
    this.lateBefore = this.lateSoFar();
    this.delay.reset();
    this.lastUtilization = performance.eventLoopUtilization();
  }

  private lateSoFar(): number {
    const { count, mean } = this.delay;
    const inThisWindow = count === 0 ? 0 : count * beyondResolution(mean);
    // A tick may come a moment early, and what is counted only goes up.
    this.late = Math.max(this.late, this.lateBefore + inThisWindow);
    return this.late;
  }

  private current(): typeof this.window {
    return this.hasWindow ? this.window : this.measure();
  }

  private measure(): typeof this.window {
    return {
      p50: beyondResolution(this.delay.percentile(50)),
      p99: beyondResolution(this.delay.percentile(99)),
      max: beyondResolution(this.delay.max),
      utilization: performance.eventLoopUtilization(this.lastUtilization).utilization,
    };
  }

  private registerLoop(metrics: Metrics): void {
    registerGauge(
      metrics,
      { name: 'nodejs_eventloop_lag_p50_seconds', help: 'Median event-loop delay over ten seconds' },
      () => this.current().p50,
    );
    registerGauge(
      metrics,
      { name: 'nodejs_eventloop_lag_p99_seconds', help: '99th percentile of the event-loop delay over ten seconds' },
      () => this.current().p99,
    );
    registerGauge(
      metrics,
      { name: 'nodejs_eventloop_lag_max_seconds', help: 'Longest event-loop delay of ten seconds' },
      () => this.current().max,
    );
    registerGauge(
      metrics,
      { name: 'nodejs_eventloop_utilization_ratio', help: 'Share of ten seconds the event loop was busy' },
      () => this.current().utilization,
    );
    // A gauge by kind, since Node counts it.
    registerGauge(
      metrics,
      {
        name: 'nodejs_eventloop_late_seconds_total',
        help: 'Time by which the event loop was late, added up: a second a second where it is blocked',
      },
      () => this.lateSoFar(),
    );
  }
}

/** Node measures from tick to tick of a timer; what goes beyond its interval is delay, in seconds. */
function beyondResolution(nanoseconds: number): number {
  return Math.max(0, nanoseconds / nanosecondsPerSecond - resolutionMs / 1_000);
}

function registerMemory(metrics: Metrics): void {
  const { memoryUsage } = process;
  registerGauge(
    metrics,
    { name: 'nodejs_heap_size_used_bytes', help: 'Used part of the V8 heap' },
    () => memoryUsage().heapUsed,
  );
  registerGauge(
    metrics,
    { name: 'nodejs_heap_size_total_bytes', help: 'Size of the V8 heap' },
    () => memoryUsage().heapTotal,
  );
  registerGauge(
    metrics,
    { name: 'nodejs_heap_size_limit_bytes', help: 'Limit of the V8 heap' },
    () => getHeapStatistics().heap_size_limit,
  );
  registerGauge(
    metrics,
    { name: 'nodejs_external_memory_bytes', help: 'Memory of buffers outside of the heap' },
    () => memoryUsage().external,
  );
  registerGauge(metrics, { name: 'process_resident_memory_bytes', help: 'Resident memory' }, () => memoryUsage.rss());
}

function registerProcess(metrics: Metrics): void {
  registerGauge(
    metrics,
    { name: 'process_clock_seconds', help: 'What the process takes the time to be' },
    () => Date.now() / 1_000,
  );
  const startedAtSeconds = Math.round(Date.now() / 1_000 - process.uptime());
  registerGauge(
    metrics,
    { name: 'process_start_time_seconds', help: 'Start of the process, Unix time' },
    () => startedAtSeconds,
  );
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

function registerGauge(metrics: Metrics, declared: { name: string; help: string }, value: () => number): void {
  metrics.gauge({
    ...declared,
    collect: (gauge) => {
      gauge.set({}, value());
    },
  });
}
