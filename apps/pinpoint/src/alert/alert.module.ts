import { Module } from '@nestjs/common';
import { IncidentModule } from '../incident/incident.module.ts';
import { Alerts } from './alerts.ts';
import { SilenceStore } from './silence.store.ts';
import { Silences } from './silences.ts';

@Module({ imports: [IncidentModule], providers: [SilenceStore, Silences, Alerts], exports: [Silences] })
export class AlertModule {}
