import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseModule } from '../database/database.module.ts';
import { HostKeyHolder } from './host-key-holder.entity.ts';
import { HostKeyPinRow } from './host-key-pin.entity.ts';
import { HostKeyRows } from './host-key-rows.ts';
import { HostKeys } from './host-keys.api.ts';
import { NetworkRoutes } from './network-routes.api.ts';
import { PinnedDialler } from './pinned-dialler.api.ts';
import { PinnedLogins } from './pinned-logins.ts';
import { ProxiedConnections } from './proxied-connections.ts';
import { ProxyCheck } from './proxy-check.api.ts';

@Module({
  imports: [DatabaseModule, TypeOrmModule.forFeature([HostKeyHolder, HostKeyPinRow])],
  providers: [HostKeyRows, HostKeys, PinnedLogins, ProxiedConnections, NetworkRoutes, PinnedDialler, ProxyCheck],
  exports: [HostKeys, NetworkRoutes, PinnedDialler, ProxyCheck],
})
export class HostKeysModule {}
