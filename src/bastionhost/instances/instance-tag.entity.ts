import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('bastion_instance_tags')
export class InstanceTag {
  @PrimaryColumn({ name: 'account_id', type: 'text' })
  accountId: string;

  @PrimaryColumn({ name: 'instance_id', type: 'text' })
  instanceId: string;

  @PrimaryColumn({ name: 'tag_key', type: 'text' })
  key: string;

  @Column({ name: 'tag_value', type: 'text' })
  value: string;
}
