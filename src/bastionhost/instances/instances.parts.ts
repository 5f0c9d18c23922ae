import type { ModuleParts } from '../module-parts.ts';
import { AuthServer } from './auth-server.entity.ts';
import { AuthServers } from './auth-servers.ts';
import { BastionInstance } from './bastion-instance.entity.ts';
import { BastionInstances } from './bastion-instances.ts';
import { Installation } from './installation.ts';
import { InstanceCreation } from './instance-creation.ts';
import { InstanceDrafts } from './instance-drafts.ts';
import { InstanceSettings } from './instance-settings.ts';
import { InstanceTag } from './instance-tag.entity.ts';
import { InstanceTags } from './instance-tags.ts';
import { SshPorts } from './ssh-ports.ts';
import { TwoFactorSettings } from './two-factor-settings.ts';

export const instancesParts: ModuleParts = {
  entities: [BastionInstance, InstanceTag, AuthServer],
  inner: [SshPorts, InstanceDrafts, InstanceCreation],
  shown: [Installation, BastionInstances, InstanceSettings, InstanceTags, TwoFactorSettings, AuthServers],
};
