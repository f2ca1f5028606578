import { Controller, Get } from '@nestjs/common';
import { Configuration } from '../config/configuration.ts';
import { PlatformSettings } from '../config/platform.settings.ts';
import { ServiceName } from './service-name.ts';

export interface ServiceInfo {
  readonly service: { readonly name: string; readonly version: string };
  readonly runtime: { readonly node: string; readonly startedAt: string };
  readonly configuration: { readonly hash: string; readonly values: Record<string, unknown> };
}

@Controller('info')
export class InfoController {
  private readonly startedAt = new Date(Date.now() - process.uptime() * 1_000).toISOString();

  constructor(
    private readonly service: ServiceName,
    private readonly settings: PlatformSettings,
    private readonly configuration: Configuration,
  ) {}

  /** What runs here and how it is configured: enough to compare two replicas, nothing that is secret. */
  @Get()
  info(): ServiceInfo {
    return {
      service: { name: this.service.name, version: this.settings.serviceVersion },
      runtime: { node: process.version, startedAt: this.startedAt },
      configuration: { hash: this.configuration.hash(), values: this.configuration.redacted() },
    };
  }
}
