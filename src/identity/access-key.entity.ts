import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('access_keys')
export class AccessKeyEntity {
  @PrimaryColumn({ name: 'access_key_id', type: 'text' })
  accessKeyId: string;

  @Column({ name: 'account_id', type: 'text' })
  accountId: string;

  @Column({ name: 'sealed_secret', type: 'bytea' })
  sealedSecret: Buffer;

  @Column({ name: 'active', type: 'boolean' })
  active: boolean;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
