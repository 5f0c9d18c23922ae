import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DatabaseModule } from '../database/database.module.ts';
import { EcsModule } from '../ecs/ecs.module.ts';
import { EventsModule } from '../events/events.module.ts';
import { GuardModule } from '../guard/guard.module.ts';
import { HostKeysModule } from '../host-keys/host-keys.module.ts';
import { IdentityModule } from '../identity/identity.module.ts';
import { Products } from '../identity/products.api.ts';
import { KmsModule } from '../kms/kms.module.ts';
import { MailModule } from '../mail/mail.module.ts';
import { SealingModule } from '../sealing/sealing.module.ts';
import { BastionListeners } from './bastion-listeners.api.ts';
import { LoginCodes } from './login-codes.api.ts';
import { UserAuthentication } from './user-authentication.api.ts';
import { InstanceDirectory } from './instance-directory.api.ts';
import { bastionhostIdentity } from './bastionhost-identity.ts';
import { ConnectableAccounts } from './connectable-accounts.api.ts';
import { ConnectionPermits } from './connection-permits.api.ts';
import { HostCertificates } from './host-certificates.api.ts';
import { LoopbackForwarding } from './loopback-forwarding.api.ts';
import { OpenSessions } from './open-sessions.api.ts';
import { SessionLimits } from './session-limits.api.ts';
import { SessionJournal } from './session-journal.api.ts';
import { PasswordChange } from './password-change.api.ts';
import { SecondFactors } from './second-factors.api.ts';
import { TotpEnrolment } from './totp-enrolment.api.ts';
import { instancesParts } from './instances/instances.parts.ts';
import { networkDomainsParts } from './network-domains/network-domains.parts.ts';
import { hostAuthoritiesParts } from './host-authorities/host-authorities.parts.ts';
import { hostsParts } from './hosts/hosts.parts.ts';
import { usersParts } from './users/users.parts.ts';
import { groupsParts } from './groups/groups.parts.ts';
import { accessParts } from './access/access.parts.ts';
import { rulesParts } from './rules/rules.parts.ts';
import { secondFactorsParts } from './second-factors/second-factors.parts.ts';
import { sessionsParts } from './sessions/sessions.parts.ts';
import { directoriesParts } from './directories/directories.parts.ts';
import { logonParts } from './logon/logon.parts.ts';

const parts = [
  instancesParts,
  networkDomainsParts,
  hostAuthoritiesParts,
  hostsParts,
  usersParts,
  groupsParts,
  accessParts,
  rulesParts,
  secondFactorsParts,
  sessionsParts,
  directoriesParts,
  logonParts,
];

/** The core of Bastionhost: instances, network domains, hosts, users, groups, access, rules and sessions. */
@Module({
  imports: [
    TypeOrmModule.forFeature(parts.flatMap(({ entities }) => entities)),
    DatabaseModule,
    SealingModule,
    EventsModule,
    HostKeysModule,
    GuardModule,
    IdentityModule,
    EcsModule,
    KmsModule,
    MailModule,
  ],
  providers: [
    ...parts.flatMap(({ inner, shown }) => [...inner, ...shown]),
    BastionListeners,
    InstanceDirectory,
    HostCertificates,
    PasswordChange,
    UserAuthentication,
    LoginCodes,
    TotpEnrolment,
    ConnectableAccounts,
    ConnectionPermits,
    SessionJournal,
    SessionLimits,
    LoopbackForwarding,
    OpenSessions,
  ],
  exports: [
    ...parts.flatMap(({ shown }) => shown),
    HostCertificates,
    BastionListeners,
    InstanceDirectory,
    PasswordChange,
    TotpEnrolment,
    SecondFactors,
    UserAuthentication,
    LoginCodes,
    ConnectableAccounts,
    ConnectionPermits,
    SessionJournal,
    SessionLimits,
    LoopbackForwarding,
    OpenSessions,
  ],
})
export class BastionhostModule {
  constructor(products: Products) {
    products.register(bastionhostIdentity);
  }
}
