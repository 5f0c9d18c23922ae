import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An additional name for a key, with the prefix `alias/`. */
@Entity('kms_aliases')
export class Alias {
  @PrimaryColumn({ name: 'account_id', type: 'text' })
  accountId: string;

  @PrimaryColumn({ type: 'text' })
  region: string;

  @PrimaryColumn({ name: 'alias_name', type: 'text' })
  aliasName: string;

  @Column({ name: 'key_id', type: 'text' })
  keyId: string;
}
