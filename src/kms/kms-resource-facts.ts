import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../common/clock.ts';
import { Coalescer } from '../database/coalescer.ts';
import { HotPool } from '../database/hot-pool.ts';
import { Authorization, type ResourceFacts } from '../identity/identity.api.ts';
import { resourceFacts } from './resource-facts.ts';

interface Row {
  readonly position: number;
  readonly policy: string | null;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
}

const arn = /^acs:kms:([a-z0-9-]{1,64}):(\d{16}):(secret|key)\/([\w/+=.@-]{1,255})$/;

/** Supplies the permission system with the policies and tags of keys and secrets. */
@Injectable()
export class KmsResourceFacts implements OnModuleInit {
  private readonly coalescer = new Coalescer((arns: string[]) => this.query(arns));

  constructor(
    private readonly authorization: Authorization,
    private readonly pool: HotPool,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.authorization.useFacts('kms', (resource) => this.find(resource));
  }

  private async find(resource: string): Promise<ResourceFacts | undefined> {
    return arn.test(resource) ? this.coalescer.load(resource) : undefined;
  }

  private async query(arns: string[]): Promise<(ResourceFacts | undefined)[]> {
    const wanted = arns.map((text, position) => {
      const [, region, accountId, kind, name] = arn.exec(text) as RegExpExecArray;
      return { position, region, accountId, kind, name };
    });
    const rows = await this.pool.query<Row>({
      name: 'kms.resource-facts',
      text: statement,
      values: [JSON.stringify(wanted), this.clock.now()],
    });
    const found = new Map(rows.map(({ position, policy, tags }) => [position, resourceFacts(policy, tags)]));
    return arns.map((_, position) => found.get(position));
  }
}

const statement = `
  with wanted as (
    select * from json_to_recordset($1::json)
      as wanted (position integer, "accountId" text, region text, kind text, name text)
  )
  select position, s.policy, s.tags from wanted
  join kms_secrets s on s.account_id = wanted."accountId" and s.region = wanted.region and s.name = wanted.name
    and (s.planned_deletion_at is null or s.planned_deletion_at > $2)
  where kind = 'secret'
  union all
  select position, k.policy, k.tags from wanted
  join kms_keys k on k.account_id = wanted."accountId" and k.region = wanted.region and k.key_id = wanted.name
    and (k.deletion_at is null or k.deletion_at > $2)
  where kind = 'key'`;
