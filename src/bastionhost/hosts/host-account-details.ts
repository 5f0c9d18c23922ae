import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, Repository } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { within, type BastionKey } from '../instances/bastion.ts';
import type { HostAccount } from './host-account.entity.ts';
import { HostShareKey } from './host-share-key.entity.ts';
import { SecretStates, type SecretState } from './secret-states.ts';

/** A host account, and what is shown of it that other tables and KMS know. */
export interface DetailedHostAccount {
  readonly account: HostAccount;
  readonly shareKeyName?: string;
  /** Undefined for an account with a local credential, and where KMS does not say. */
  readonly secretState?: SecretState;
}

/** Completes host accounts for their answers, with one look-up for all of them. */
@Injectable()
export class HostAccountDetails {
  constructor(
    @InjectRepository(HostShareKey) private readonly shareKeys: Repository<HostShareKey>,
    private readonly secretStates: SecretStates,
  ) {}

  async of(caller: Caller, bastion: BastionKey, accounts: readonly HostAccount[]): Promise<DetailedHostAccount[]> {
    const names = await this.shareKeyNames(bastion, accounts);
    const states = await this.secretStates.of(caller, accounts);
    return accounts.map((account) => ({
      account,
      shareKeyName: names.get(account.hostShareKeyId ?? ''),
      secretState: states.get(account.id),
    }));
  }

  private async shareKeyNames(bastion: BastionKey, accounts: readonly HostAccount[]): Promise<Map<string, string>> {
    const ids = new Set(accounts.flatMap(({ hostShareKeyId }) => hostShareKeyId ?? []));
    if (ids.size === 0) return new Map();
    const keys = await this.shareKeys.findBy({ ...within(bastion), id: In([...ids]) });
    return new Map(keys.map(({ id, keyName }) => [id, keyName]));
  }
}
