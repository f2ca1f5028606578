import 'reflect-metadata';

export { ConfigurationError, configurationExitCode, type BadSetting } from './config/configuration.error.ts';
export { Configuration } from './config/configuration.ts';
export { readEnvironment, type Environment } from './config/environment.ts';
export { json } from './config/json.ts';

export { PlatformSettings } from './config/platform.settings.ts';
export { secret } from './config/secret.ts';
export { settings, type SettingsClass } from './config/settings.ts';
export { count, milliseconds } from './config/whole-number.ts';
export { DomainError, type DomainErrorOptions } from './errors/domain.error.ts';
export { errorBody, type ErrorBody, type ProblemDocument } from './errors/error-body.ts';
export { DomainExceptionFilter } from './errors/exception.filter.ts';
export { InvalidRequestError, parseInput, type InvalidField } from './errors/invalid-request.error.ts';
export { messageOf } from './errors/message-of.ts';
export { refusal, toDomainError } from './errors/to-domain-error.ts';
export { type HealthCheck, type HealthKind, type HealthReport } from './health/health-check.ts';
export { HealthRegistry } from './health/health.registry.ts';
export { Lifecycle } from './lifecycle/lifecycle.ts';
export { languageCookie, negotiateLanguage, type LanguageHints } from './language/negotiate-language.ts';
export { type LogFields } from './logging/log-fields.ts';
export { type LogSink } from './logging/log-sink.ts';
export { Logger } from './logging/logger.ts';
export { MemorySink } from './logging/memory.sink.ts';
export { TakesForm } from './limits/form-body.ts';
export { redactedMark, redactText } from './logging/redaction.ts';
export { StdoutSink, type StdoutSinkOptions } from './logging/stdout.sink.ts';
export { EcsLogging, type EcsLoggingOptions, type LogLevel } from './logging/ecs-logging.ts';
export {
  type Counter,
  type Gauge,
  type GaugeOptions,
  type Histogram,
  type HistogramOptions,
  type InstrumentOptions,
  type Labels,
} from './metrics/instruments.ts';
export { detached } from './memory/detached.ts';
export { type HealthDocument } from './management/health.document.ts';
export { type ManagementDefinition } from './management/management-definition.ts';
export { ServiceName } from './management/service-name.ts';
export { Metrics } from './metrics/metrics.ts';
export { createService, type CreateServiceOptions } from './service/create-service.ts';
export { runTask, type Task } from './service/run-task.ts';
export { defineService, type ServiceDefinition } from './service/service-definition.ts';
export { Service } from './service/service.ts';
export { startService } from './service/start-service.ts';
export { RequestContext, type RequestContextSeed } from './tracing/request-context.ts';
export { formatTraceparent, parseTraceparent, type TraceParent } from './tracing/traceparent.ts';
export { AccessLog, type AccessLogOptions } from './traffic/access-log.ts';
export {
  Exchange,
  unmatched,
  type ExchangeObserver,
  type ExchangeRequest,
  type ExchangeResponse,
} from './traffic/exchange.ts';
export { type Exchanges } from './traffic/exchanges.ts';
export { InFlight, type Trackable } from './traffic/in-flight.ts';
export { refuse } from './traffic/refuse.ts';
export { type CloseOptions, type HttpPortOptions, type PortParts, type ServicePort } from './traffic/service-port.ts';
export { SocketPort } from './traffic/socket-port.ts';
export { TrafficMetrics } from './traffic/traffic.metrics.ts';
export {
  type AdapterContract,
  type AskedSource,
  type ContractGivens,
  type ContractInterview,
  type RecordForm,
} from './http-client/adapter-contract.ts';
export { type BreakerState } from './http-client/breaker.ts';
export { DependencyError, type FailureOutcome, notCalled, type Outcome } from './http-client/dependency.error.ts';
export { HttpClientModule, type HttpClientRegistration, InjectHttpClient } from './http-client/http-client.module.ts';
export { type HttpClientOptions } from './http-client/http-client.options.ts';
export { HttpClient } from './http-client/http-client.ts';
export { networkFailure, type NetworkFailure } from './http-client/network-failure.ts';
export { type HttpMethod, type HttpRequest, type HttpResponse } from './http-client/http-request.ts';
