import type { ModuleParts } from '../module-parts.ts';
import { AssetDeletion } from './asset-deletion.ts';
import { EcsImport } from './ecs-import.ts';
import { HostAccountChanges } from './host-account-changes.ts';
import { HostAccountDetails } from './host-account-details.ts';
import { HostAccount } from './host-account.entity.ts';
import { HostAccountsService } from './host-accounts.ts';
import { HostBatches } from './host-batches.ts';
import { HostCredentials } from './host-credentials.ts';
import { HostLogons } from './host-logons.ts';
import { HostPlacement } from './host-placement.ts';
import { HostShareKey } from './host-share-key.entity.ts';
import { HostShareKeys } from './host-share-keys.ts';
import { HostSources } from './host-sources.ts';
import { Host } from './host.entity.ts';
import { HostsService } from './hosts.ts';
import { KmsSecretImport } from './kms-secret-import.ts';
import { LocalCredentials } from './local-credentials.ts';
import { SecretStates } from './secret-states.ts';
import { ShareKeyAttachments } from './share-key-attachments.ts';

export const hostsParts: ModuleParts = {
  entities: [Host, HostAccount, HostShareKey],
  inner: [HostSources, LocalCredentials, HostCredentials, SecretStates],
  shown: [
    HostPlacement,
    HostsService,
    HostBatches,
    EcsImport,
    HostShareKeys,
    ShareKeyAttachments,
    HostAccountsService,
    HostAccountChanges,
    HostAccountDetails,
    HostLogons,
    AssetDeletion,
    KmsSecretImport,
  ],
};
