/** A service on the platform, which stops as all of ours do: it can be restarted under load at its address. */
import { Controller, Get, HttpCode, Module, Post } from '@nestjs/common';
import { createService, defineService } from '@wellspring/platform';

@Controller('data')
class DataController {
  @Get()
  read(): string {
    return 'read';
  }

  @Post()
  @HttpCode(200)
  write(): string {
    return 'written';
  }
}

@Module({ controllers: [DataController] })
class DataModule {}

const definition = defineService({ name: 'restarted-service', module: DataModule });
const service = await createService(definition, { env: process.env });
await service.start();
process.send?.({ url: service.url });
process.on('SIGTERM', () => void service.stop().then(() => process.exit(0)));
process.on('disconnect', () => process.exit(0));
