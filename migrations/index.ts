import type { MigrationInterface } from 'typeorm';
import { Foundation1795500001000 } from './1795500001000-foundation.ts';
import { Identity1795500002000 } from './1795500002000-identity.ts';
import { Kms1795500003000 } from './1795500003000-kms.ts';
import { KmsRotations1795500003500 } from './1795500003500-kms-rotations.ts';
import { Ecs1795500004000 } from './1795500004000-ecs.ts';
import { Bastionhost1795500005000 } from './1795500005000-bastionhost.ts';
import { Broker1795500006000 } from './1795500006000-broker.ts';
import { HostKeyHolders1795600000000 } from './1795600000000-host-key-holders.ts';
import { Ram1795600001000 } from './1795600001000-ram.ts';
import { KmsPolicies1795600002000 } from './1795600002000-kms-policies.ts';
import { KmsKeys1795600006000 } from './1795600006000-kms-keys.ts';
import { KmsSecretSchedules1795600013000 } from './1795600013000-kms-secret-schedules.ts';
import { KmsSecretCounts1795600014000 } from './1795600014000-kms-secret-counts.ts';
import { KmsProvenRotations1795600017000 } from './1795600017000-kms-proven-rotations.ts';
import { SealingKeys1795700001000 } from './1795700001000-sealing-keys.ts';
import { Events1795700002000 } from './1795700002000-events.ts';
import { SshPorts1795700003000 } from './1795700003000-ssh-ports.ts';
import { OneWayOfNews1795700005000 } from './1795700005000-one-way-of-news.ts';
import { KmsNudgedRotations1795700006000 } from './1795700006000-kms-nudged-rotations.ts';
import { KmsSecretNamePieces1795700007000 } from './1795700007000-kms-secret-name-pieces.ts';
import { TlsAuthorities1795800001000 } from './1795800001000-tls-authorities.ts';
import { PreferredKeyExchange1795800010000 } from './1795800010000-preferred-key-exchange.ts';
import { KmsUndoNotes1795800020000 } from './1795800020000-kms-undo-notes.ts';
import { KmsNamedKeys1795800035000 } from './1795800035000-kms-named-keys.ts';
import { KmsSecretsInRotation1795900042000 } from './1795900042000-kms-secrets-in-rotation.ts';
import { SessionProcesses1795900044000 } from './1795900044000-session-processes.ts';
import { BastionGroups1796000010000 } from './1796000010000-bastion-groups.ts';
import { BastionInstanceSettings1796000020000 } from './1796000020000-bastion-instance-settings.ts';
import { ConsoleSettings1796000054000 } from './1796000054000-console-settings.ts';
import { UserStates1796000055000 } from './1796000055000-user-states.ts';
import { BastionRules1796000056000 } from './1796000056000-bastion-rules.ts';
import { HostShareKeys1796000058000 } from './1796000058000-host-share-keys.ts';
import { HostAccountPrivileges1796000058100 } from './1796000058100-host-account-privileges.ts';
import { Places1796000060000 } from './1796000060000-places.ts';
import { NetworkDomains1796000061000 } from './1796000061000-network-domains.ts';
import { SessionFilters1796000062000 } from './1796000062000-session-filters.ts';
import { OperationTokens1796000063000 } from './1796000063000-operation-tokens.ts';
import { LockOuts1796000064000 } from './1796000064000-lock-outs.ts';
import { TokenLogons1796000065000 } from './1796000065000-token-logons.ts';
import { SecondFactors1796000066000 } from './1796000066000-second-factors.ts';
import { SpecialAccounts1796000068000 } from './1796000068000-special-accounts.ts';
import { PasswordsOfRamUsers1796000068100 } from './1796000068100-passwords-of-ram-users.ts';
import { HostAuthorities1796000072000 } from './1796000072000-host-authorities.ts';
import { LoopbackForwarding1796000073000 } from './1796000073000-loopback-forwarding.ts';
import { DeletedRamUsers1796000077000 } from './1796000077000-deleted-ram-users.ts';
import { CommandTokens1796000081000 } from './1796000081000-command-tokens.ts';
import { CommandLookups1796000082000 } from './1796000082000-command-lookups.ts';
import { KmsRotationsOfASecret1796000083000 } from './1796000083000-kms-rotations-of-a-secret.ts';

/** Every migration, in the order in which they run. */
export const migrations: readonly (new () => MigrationInterface)[] = [
  Foundation1795500001000,
  Identity1795500002000,
  Kms1795500003000,
  KmsRotations1795500003500,
  Ecs1795500004000,
  Bastionhost1795500005000,
  Broker1795500006000,
  HostKeyHolders1795600000000,
  Ram1795600001000,
  KmsPolicies1795600002000,
  KmsKeys1795600006000,
  KmsSecretSchedules1795600013000,
  KmsSecretCounts1795600014000,
  KmsProvenRotations1795600017000,
  SealingKeys1795700001000,
  Events1795700002000,
  SshPorts1795700003000,
  OneWayOfNews1795700005000,
  KmsNudgedRotations1795700006000,
  KmsSecretNamePieces1795700007000,
  TlsAuthorities1795800001000,
  PreferredKeyExchange1795800010000,
  KmsUndoNotes1795800020000,
  KmsNamedKeys1795800035000,
  KmsSecretsInRotation1795900042000,
  SessionProcesses1795900044000,
  BastionGroups1796000010000,
  BastionInstanceSettings1796000020000,
  ConsoleSettings1796000054000,
  UserStates1796000055000,
  BastionRules1796000056000,
  HostShareKeys1796000058000,
  HostAccountPrivileges1796000058100,
  Places1796000060000,
  NetworkDomains1796000061000,
  SessionFilters1796000062000,
  OperationTokens1796000063000,
  LockOuts1796000064000,
  TokenLogons1796000065000,
  SecondFactors1796000066000,
  SpecialAccounts1796000068000,
  PasswordsOfRamUsers1796000068100,
  HostAuthorities1796000072000,
  LoopbackForwarding1796000073000,
  DeletedRamUsers1796000077000,
  CommandTokens1796000081000,
  CommandLookups1796000082000,
  KmsRotationsOfASecret1796000083000,
];
