import { Injectable } from '@nestjs/common';
import type { Caller } from '../../common/caller.ts';
import { ServiceError } from '../../common/service-error.ts';
import { SecretReader, type SecretSummary } from '../../kms/kms.api.ts';
import { namedSecrets } from '../../kms/named-secrets.api.ts';
import { asBastionRole } from './bastion-role-caller.ts';
import type { HostAccount } from './host-account.entity.ts';

/** Of the secret that a host account refers to. */
export type SecretState = 'Normal' | 'PendingDeletion' | 'NotFound';

type Reference = Pick<HostAccount, 'id' | 'kmsSecretName' | 'kmsSecretRegion'>;

/** Asks KMS, as the bastion's service role, whether the secrets of host accounts are still there. */
@Injectable()
export class SecretStates {
  constructor(private readonly secrets: SecretReader) {}

  /** By the ids of the accounts that refer to a secret. One look-up a region; empty where KMS refuses it. */
  async of(caller: Caller, accounts: readonly Reference[]): Promise<ReadonlyMap<string, SecretState>> {
    const states = new Map<string, SecretState>();
    for (const region of new Set(accounts.flatMap(({ kmsSecretRegion }) => kmsSecretRegion ?? []))) {
      const linked = accounts.filter(({ kmsSecretRegion }) => kmsSecretRegion === region);
      const secrets = await this.find(asBastionRole(caller, region), linked);
      if (secrets) for (const { id, kmsSecretName } of linked) states.set(id, stateOf(secrets.get(kmsSecretName!)));
    }
    return states;
  }

  private async find(caller: Caller, accounts: readonly Reference[]) {
    const names = new Set(accounts.map(({ kmsSecretName }) => kmsSecretName!));
    try {
      return await namedSecrets(this.secrets, caller, [...names]);
    } catch (error) {
      if (error instanceof ServiceError && error.status < 500) return undefined;
      throw error;
    }
  }
}

function stateOf(secret: SecretSummary | undefined): SecretState {
  if (!secret) return 'NotFound';
  return secret.plannedDeletionAt ? 'PendingDeletion' : 'Normal';
}
