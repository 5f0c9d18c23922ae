import { Column, Entity, PrimaryColumn } from 'typeorm';

export const taggedTypes = ['user', 'role', 'policy'] as const;
export type TaggedType = (typeof taggedTypes)[number];

@Entity('ram_tags')
export class RamTag {
  @PrimaryColumn({ name: 'account_id', type: 'text' })
  accountId: string;

  @PrimaryColumn({ name: 'resource_type', type: 'text' })
  resourceType: TaggedType;

  @PrimaryColumn({ name: 'resource_name', type: 'text' })
  resourceName: string;

  @PrimaryColumn({ name: 'tag_key', type: 'text' })
  key: string;

  @Column({ name: 'tag_value', type: 'text' })
  value: string;
}
