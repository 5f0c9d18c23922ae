import type { ModuleParts } from '../module-parts.ts';
import { AccessExplanations } from './access-explanation.ts';
import { ConnectableAccountRows } from './connectable-account-rows.ts';
import { DirectGrants } from './direct-grants.ts';
import { GrantTrail } from './grant-trail.ts';
import { GrantedAssets } from './granted-assets.ts';
import { HostAccountGrant } from './host-account-grant.entity.ts';
import { HostGrant } from './host-grant.entity.ts';
import { HostGroupAccountGrant } from './host-group-account-grant.entity.ts';
import { HostGroupGrant } from './host-group-grant.entity.ts';
import { HostPermitRows } from './host-permit-rows.ts';
import { OperableAssets } from './operable-assets.ts';
import { OperationToken } from './operation-token.entity.ts';
import { OperationTokens } from './operation-tokens.ts';
import { PermitRows } from './permit-rows.ts';

export const accessParts: ModuleParts = {
  entities: [HostGrant, HostAccountGrant, HostGroupGrant, HostGroupAccountGrant, OperationToken],
  inner: [GrantTrail, PermitRows, HostPermitRows, ConnectableAccountRows],
  shown: [AccessExplanations, GrantedAssets, DirectGrants, OperableAssets, OperationTokens],
};
