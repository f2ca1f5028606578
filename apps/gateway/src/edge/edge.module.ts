import { Module, type OnModuleInit } from '@nestjs/common';
import { BindingModule } from '../binding/binding.module.ts';
import { BridgeModule } from '../bridge/bridge.module.ts';
import { ProxyMetrics } from '../proxy/proxy.metrics.ts';
import { ProxyModule } from '../proxy/proxy.module.ts';
import { SessionModule } from '../session/session.module.ts';
import { UpstreamModule } from '../upstreams/upstream.module.ts';
import { Upstreams } from '../upstreams/upstreams.ts';
import { CallerRecognition } from './caller-recognition.ts';
import { ClientLimits } from './client-limits.ts';
import { CookieHeader, isReservedCookie } from './cookie-header.ts';
import { Credentials } from './credentials.ts';
import { Edge } from './edge.ts';
import { FrontDoor } from './front-door.ts';
import { MachineCallers } from './machine-callers.ts';
import { OldSideWatch } from './old-side-watch.ts';
import { OwnPages } from './own-pages.ts';
import { ShadowCopies } from './shadow-copies.ts';
import { SessionView } from './session-view.ts';
import { SyntheticCustomers } from './synthetic-customers.ts';
import { SessionWatch } from './session-watch.ts';
import { SignIn } from './sign-in.ts';
import { SignOut } from './sign-out.ts';
import { SignInDoor } from './sign-in-door.ts';
import { SignOutCheck } from './sign-out-check.ts';
import { SignedOut } from './signed-out.ts';
import { Refusals } from './refusals.ts';
import { RequestCheck } from './request-check.ts';
import { Upgrades } from './upgrades.ts';

@Module({
  imports: [SessionModule, UpstreamModule, BindingModule, BridgeModule, ProxyModule.with(isReservedCookie)],
  providers: [
    CookieHeader,
    CallerRecognition,
    MachineCallers,
    Credentials,
    OldSideWatch,
    SignedOut,
    SignOutCheck,
    SignInDoor,
    SessionWatch,
    SessionView,
    OwnPages,
    SignIn,
    SignOut,
    ShadowCopies,
    SyntheticCustomers,
    ClientLimits,
    RequestCheck,
    Edge,
    Refusals,
    Upgrades,
    FrontDoor,
  ],
  exports: [FrontDoor],
})
export class EdgeModule implements OnModuleInit {
  constructor(
    private readonly metrics: ProxyMetrics,
    private readonly upstreams: Upstreams,
    private readonly upgrades: Upgrades,
  ) {}

  onModuleInit(): void {
    this.metrics.watch(this.upstreams, () => this.upgrades.count);
  }
}
