import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import type { Page, PageRequest } from '../../common/page.ts';
import { countedRows } from '../../database/counted-page.ts';
import { SecretDirectory } from './secret-directory.ts';
import { SecretVersion } from './secret-version.entity.ts';

export interface ListedVersion {
  readonly versionId: string;
  readonly createdAt: Date;
  readonly stages: string[];
}

export interface VersionListing {
  /** Whether versions without a label are listed too. */
  readonly withDeprecated: boolean;
  readonly page: PageRequest;
}

@Injectable()
export class SecretVersionListing {
  constructor(
    private readonly directory: SecretDirectory,
    private readonly dataSource: DataSource,
  ) {}

  /** The versions of a secret, newest first, without their values. */
  async list(
    caller: Caller,
    nameOrArn: string,
    listing: VersionListing,
  ): Promise<Page<ListedVersion> & { name: string }> {
    const { accountId, region, secretId, name } = await this.directory.findShared(caller, nameOrArn);
    const { withDeprecated, page } = listing;
    const query = this.dataSource
      .createQueryBuilder(SecretVersion, 'v')
      .select(['v.version_id as "versionId"', 'v.created_at as "createdAt"'])
      .addSelect(`array(select s.stage ${stagesOfVersion} order by s.stage)`, 'stages')
      .where({ accountId, region, secretId })
      .orderBy('v.created_at', 'DESC')
      .addOrderBy('v.sequence', 'DESC');
    if (!withDeprecated) query.andWhere(`exists (select ${stagesOfVersion})`);
    return { name, ...(await countedRows<ListedVersion>(query, page)) };
  }
}

const stagesOfVersion = `from kms_secret_stages s
  where s.account_id = v.account_id and s.region = v.region and s.secret_id = v.secret_id and s.version_id = v.version_id`;
