import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { pageOffset, type Page, type PageRequest } from '../../common/page.ts';
import { SecretDirectory } from './secret-directory.service.ts';

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
    const wanted = [accountId, region, secretId, withDeprecated];
    const items = await this.dataSource.query<ListedVersion[]>(listVersions, [...wanted, page.size, pageOffset(page)]);
    const [counted] = await this.dataSource.query<{ total: number }[]>(countVersions, wanted);
    return { name, items, total: counted?.total ?? 0 };
  }
}

const labelledVersions = `
  from kms_secret_versions v
  cross join lateral (
    select coalesce(array_agg(stage order by stage), '{}') as stages from kms_secret_stages s
    where s.account_id = v.account_id and s.region = v.region and s.secret_id = v.secret_id and s.version_id = v.version_id
  ) as labels
  where v.account_id = $1 and v.region = $2 and v.secret_id = $3 and ($4 or stages <> '{}')`;

const listVersions = `
  select v.version_id as "versionId", v.created_at as "createdAt", stages ${labelledVersions}
  order by v.created_at desc, v.sequence desc limit $5 offset $6`;

const countVersions = `select count(*)::integer as total ${labelledVersions}`;
