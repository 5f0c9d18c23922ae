import { AuthServer } from './instances/auth-server.entity.ts';
import { BastionInstance } from './instances/bastion-instance.entity.ts';
import { HostAuthority } from './host-authorities/host-authority.entity.ts';
import { HostAccount } from './hosts/host-account.entity.ts';
import { HostShareKey } from './hosts/host-share-key.entity.ts';
import { Host } from './hosts/host.entity.ts';
import { InstanceTag } from './instances/instance-tag.entity.ts';
import { HostAccountGrant } from './access/host-account-grant.entity.ts';
import { HostGrant } from './access/host-grant.entity.ts';
import { HostGroupAccountGrant } from './access/host-group-account-grant.entity.ts';
import { HostGroupGrant } from './access/host-group-grant.entity.ts';
import { HostGroupMember } from './groups/host-group-member.entity.ts';
import { HostGroup } from './groups/host-group.entity.ts';
import { UserGroupMember } from './groups/user-group-member.entity.ts';
import { UserGroup } from './groups/user-group.entity.ts';
import { RuleUserGroup } from './rules/rule-user-group.entity.ts';
import { RuleUser } from './rules/rule-user.entity.ts';
import { Rule } from './rules/rule.entity.ts';
import { NetworkDomain } from './network-domains/network-domain.entity.ts';
import { NetworkProxyRow } from './network-domains/network-proxy.entity.ts';
import { OperationToken } from './access/operation-token.entity.ts';
import { SessionHeartbeat } from './sessions/session-heartbeat.entity.ts';
import { Session } from './sessions/session.entity.ts';
import { MailCode } from './second-factors/mail-code.entity.ts';
import { SecondFactorPass } from './second-factors/second-factor-pass.entity.ts';
import { TotpSeed } from './second-factors/totp-seed.entity.ts';
import { UserPublicKey } from './users/user-public-key.entity.ts';
import { User } from './users/user.entity.ts';

/** The tables of Bastionhost's core. */
export const bastionhostEntities = [
  BastionInstance,
  InstanceTag,
  AuthServer,
  NetworkDomain,
  NetworkProxyRow,
  HostAuthority,
  Host,
  HostAccount,
  HostShareKey,
  User,
  UserPublicKey,
  UserGroup,
  UserGroupMember,
  HostGroup,
  HostGroupMember,
  HostGrant,
  HostAccountGrant,
  HostGroupGrant,
  HostGroupAccountGrant,
  Rule,
  RuleUser,
  RuleUserGroup,
  OperationToken,
  TotpSeed,
  MailCode,
  SecondFactorPass,
  Session,
  SessionHeartbeat,
];
