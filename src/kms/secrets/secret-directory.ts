import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, Repository, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { Clock } from '../../common/clock.ts';
import { pageOffset, type Page } from '../../common/page.ts';
import { countedPage } from '../../database/counted-page.ts';
import type { SecretListing } from '../kms.api.ts';
import { KmsErrors } from '../kms.errors.ts';
import { SecretCounts } from './secret-counts.ts';
import { narrowSecrets } from './secret-filters.ts';
import { secretPlace, type SecretPlace } from './secret-name.ts';
import { Secret } from './secret.entity.ts';

/** Finds secrets. A secret whose recovery window is over no longer exists, even if its row is still there. */
@Injectable()
export class SecretDirectory {
  constructor(
    @InjectRepository(Secret) private readonly secrets: Repository<Secret>,
    private readonly counts: SecretCounts,
    private readonly clock: Clock,
  ) {}

  /**
   * By name or ARN, which may be another account's: for callers who have been authorised on that very ARN. Also finds
   * secrets that are pending deletion.
   * @throws Forbidden.ResourceNotFound
   */
  async findShared(caller: Caller, nameOrArn: string): Promise<Secret> {
    return required(await this.at(secretPlace(caller, nameOrArn), this.secrets.manager)?.getOne());
  }

  /** Like `findShared`, and blocks other changes to the secret until the transaction ends. */
  async lockShared(caller: Caller, tx: EntityManager, nameOrArn: string): Promise<Secret> {
    return required(await this.at(secretPlace(caller, nameOrArn), tx)?.setLock('pessimistic_write').getOne());
  }

  /** Like `lockShared`, but only in the caller's own account. */
  async lock(caller: Caller, tx: EntityManager, nameOrArn: string): Promise<Secret> {
    const place = secretPlace(caller, nameOrArn);
    const own = place?.accountId === caller.accountId ? place : undefined;
    return required(await this.at(own, tx)?.setLock('pessimistic_write').getOne());
  }

  /** Null when the secret no longer exists. */
  async byId({
    accountId,
    region,
    secretId,
  }: Pick<Secret, 'accountId' | 'region' | 'secretId'>): Promise<Secret | null> {
    return this.present({ accountId, region }, this.secrets.manager)
      .andWhere('secret.secretId = :secretId', { secretId })
      .getOne();
  }

  /** Those of these names that secrets of the caller's account have. */
  async existing(caller: Caller, names: readonly string[]): Promise<string[]> {
    const named = this.present(caller, this.secrets.manager).andWhere({ name: In(names) });
    const secrets = await named.select('secret.name', 'name').getRawMany<Pick<Secret, 'name'>>();
    return secrets.map(({ name }) => name);
  }

  async list(caller: Caller, { filters, page }: SecretListing): Promise<Page<Secret>> {
    const query = narrowSecrets(this.present(caller, this.secrets.manager), filters)
      .orderBy('secret.createdAt')
      .addOrderBy('secret.secretId');
    if (filters.length > 0) return countedPage(query, page);
    const items = await query.offset(pageOffset(page)).limit(page.size).getMany();
    return { items, total: await this.counts.count(caller) };
  }

  async update(tx: EntityManager, { accountId, region, secretId }: Secret, values: Partial<Secret>): Promise<void> {
    await tx.update(Secret, { accountId, region, secretId }, values);
  }

  /** Also removes all versions and labels. */
  async remove(tx: EntityManager, { accountId, region, secretId }: Secret): Promise<void> {
    await tx.delete(Secret, { accountId, region, secretId });
  }

  private at(place: SecretPlace | undefined, manager: EntityManager): SelectQueryBuilder<Secret> | undefined {
    return place && this.present(place, manager).andWhere('secret.name = :name', { name: place.name });
  }

  private present(
    { accountId, region }: Pick<Caller, 'accountId' | 'region'>,
    manager: EntityManager,
  ): SelectQueryBuilder<Secret> {
    return manager
      .createQueryBuilder(Secret, 'secret')
      .where('secret.accountId = :accountId and secret.region = :region', { accountId, region })
      .andWhere('(secret.plannedDeletionAt is null or secret.plannedDeletionAt > :now)', { now: this.clock.now() });
  }
}

function required(secret: Secret | null | undefined): Secret {
  if (!secret) throw KmsErrors.ResourceNotFound();
  return secret;
}
