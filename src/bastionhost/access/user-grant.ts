import { PrimaryColumn } from 'typeorm';

/** The columns common to all direct grants to a user. */
export abstract class UserGrant {
  @PrimaryColumn({ name: 'account_id', type: 'text' })
  accountId: string;

  @PrimaryColumn({ type: 'text' })
  region: string;

  @PrimaryColumn({ name: 'instance_id', type: 'text' })
  instanceId: string;

  @PrimaryColumn({ name: 'user_id', type: 'bigint' })
  userId: string;
}
