import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { pageOffset, type Page } from '../../common/page.ts';
import type { SecretListing } from '../kms.api.ts';
import { KmsErrors } from '../kms.errors.ts';
import { narrowSecrets } from './secret-filters.ts';
import { ownSecretName } from './secret-name.ts';
import { Secret } from './secret.entity.ts';

/** Finds secrets. One whose recovery window is over is gone, whether its row is still there or not. */
@Injectable()
export class SecretDirectory {
  constructor(
    @InjectRepository(Secret) private readonly secrets: Repository<Secret>,
    private readonly clock: Clock,
  ) {}

  /** By name or ARN; finds secrets that wait for their deletion too. Throws Forbidden.ResourceNotFound. */
  async find(caller: Caller, nameOrArn: string): Promise<Secret> {
    const secret = await this.named(caller, nameOrArn, this.present(caller, this.secrets.manager));
    if (!secret) throw KmsErrors.ResourceNotFound();
    return secret;
  }

  /** As `find`, and keeps other changes of the secret out until the transaction ends. */
  async lock(caller: Caller, tx: EntityManager, nameOrArn: string): Promise<Secret> {
    const secret = await this.named(caller, nameOrArn, this.present(caller, tx).setLock('pessimistic_write'));
    if (!secret) throw KmsErrors.ResourceNotFound();
    return secret;
  }

  async list(caller: Caller, { filters, page }: SecretListing): Promise<Page<Secret>> {
    const [items, total] = await narrowSecrets(this.present(caller, this.secrets.manager), filters)
      .orderBy('secret.createdAt')
      .addOrderBy('secret.secretId')
      .offset(pageOffset(page))
      .limit(page.size)
      .getManyAndCount();
    return { items, total };
  }

  async update(tx: EntityManager, { accountId, region, secretId }: Secret, values: Partial<Secret>): Promise<void> {
    await tx.update(Secret, { accountId, region, secretId }, values);
  }

  /** With all versions and labels. */
  async remove(tx: EntityManager, { accountId, region, secretId }: Secret): Promise<void> {
    await tx.delete(Secret, { accountId, region, secretId });
  }

  private async named(caller: Caller, nameOrArn: string, query: SelectQueryBuilder<Secret>): Promise<Secret | null> {
    const name = ownSecretName(caller, nameOrArn);
    return name === undefined ? null : query.andWhere('secret.name = :name', { name }).getOne();
  }

  private present({ accountId, region }: Caller, manager: EntityManager): SelectQueryBuilder<Secret> {
    return manager
      .createQueryBuilder(Secret, 'secret')
      .where('secret.accountId = :accountId and secret.region = :region', { accountId, region })
      .andWhere('(secret.plannedDeletionAt is null or secret.plannedDeletionAt > :now)', { now: this.clock.now() });
  }
}
