import { PrimaryColumn } from 'typeorm';

/** What the row of a direct grant to a user begins with. */
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
