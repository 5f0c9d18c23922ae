import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { hasUser } from './users/ram-user-rows.ts';

/** RAM users by their ids, which stay when they are renamed. */
@Injectable()
export class RamUserIds {
  constructor(private readonly dataSource: DataSource) {}

  has(accountId: string, userId: string): Promise<boolean> {
    return hasUser(this.dataSource.manager, accountId, userId);
  }
}
