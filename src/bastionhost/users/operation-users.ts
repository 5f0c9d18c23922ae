import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { Caller } from '../../common/caller.ts';
import { within, type BastionKey } from '../instances/bastion.ts';
import { User } from './user.entity.ts';

/** The bastion users who call operations themselves, as the RAM users that they were taken from. */
@Injectable()
export class OperationUsers {
  constructor(@InjectRepository(User) private readonly users: Repository<User>) {}

  /** The bastion user whom the caller is; undefined for everybody else. */
  async find(bastion: BastionKey, { identity: { kind, principalId } }: Caller): Promise<User | undefined> {
    if (kind !== 'RamUser' || principalId === undefined) return undefined;
    const user = await this.users.findOneBy({ ...within(bastion), source: 'Ram', sourceUserId: principalId });
    return user ?? undefined;
  }
}
