import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A further name of a key, with the prefix `alias/`. */
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
