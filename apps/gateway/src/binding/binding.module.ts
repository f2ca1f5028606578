import { Module } from '@nestjs/common';
import { SessionModule } from '../session/session.module.ts';
import { realClock } from './clock.ts';
import { EpochBookStore } from './epoch-book.store.ts';
import { EpochHeartbeat } from './epoch-heartbeat.ts';
import { Epochs } from './epochs.ts';

@Module({
  imports: [SessionModule],
  providers: [
    EpochBookStore,
    EpochHeartbeat,
    { provide: Epochs, inject: [EpochBookStore], useFactory: (book: EpochBookStore) => new Epochs(book, realClock) },
  ],
  exports: [EpochBookStore, Epochs],
})
export class BindingModule {}
