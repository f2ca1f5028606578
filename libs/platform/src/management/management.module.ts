import { Module, type DynamicModule, type FactoryProvider } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { TerminusModule } from '@nestjs/terminus';
import type { ManagementDefinition } from './management-definition.ts';
import { HealthController } from './health.controller.ts';
import { InfoController } from './info.controller.ts';
import { MetricsController } from './metrics.controller.ts';
import { Readiness } from './readiness.ts';
import { ServiceName } from './service-name.ts';

export interface ManagementOptions {
  readonly platform: DynamicModule;
  readonly app: NestFastifyApplication;
  readonly name: string;
  readonly readiness: Readiness;
  readonly extension: ManagementDefinition | undefined;
}

/** Everything on the management port: the platform's endpoints, and those the service adds. */
@Module({})
export class ManagementModule {
  static mount({ platform, app, name, readiness, extension }: ManagementOptions): DynamicModule {
    const own = [
      { provide: Readiness, useValue: readiness },
      { provide: ServiceName, useValue: new ServiceName(name) },
    ];
    return {
      module: ManagementModule,
      imports: [
        platform,
        sharedProviders(app, extension),
        // Failing checks are what the endpoint reports; they need no second line per probe in the log.
        TerminusModule.forRoot({ logger: false }),
        ...(extension === undefined ? [] : [extension.module]),
      ],
      controllers: [HealthController, MetricsController, InfoController],
      providers: own,
    };
  }
}

@Module({})
class SharedProvidersModule {}

/** The same instances as in the service, not copies of them. */
function sharedProviders(app: NestFastifyApplication, extension: ManagementDefinition | undefined): DynamicModule {
  const providers: FactoryProvider[] = (extension?.share ?? []).map((token) => ({
    provide: token,
    useFactory: (): unknown => app.get(token, { strict: false }),
  }));
  return { module: SharedProvidersModule, global: true, providers, exports: providers.map(({ provide }) => provide) };
}
