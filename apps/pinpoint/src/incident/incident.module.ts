import { Module } from '@nestjs/common';
import { Incidents } from './incidents.ts';
import { IncidentStore } from './incident.store.ts';

@Module({ providers: [IncidentStore, Incidents], exports: [Incidents] })
export class IncidentModule {}
