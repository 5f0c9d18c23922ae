import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { RamAccessKeys } from '../identity.api.ts';

@Injectable()
export class RamAccessKeysService extends RamAccessKeys {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async belongsTo(accountId: string, userName: string, accessKeyId: string): Promise<boolean> {
    const found = await this.dataSource.query<unknown[]>(findKeyOfUser, [accountId, userName, accessKeyId]);
    return found.length > 0;
  }
}

const findKeyOfUser = `
  select from access_keys k join ram_users u using (user_id)
  where k.account_id = $1 and u.account_id = $1 and lower(u.user_name) = lower($2) and k.access_key_id = $3`;
