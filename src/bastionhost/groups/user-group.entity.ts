import { Entity } from 'typeorm';
import { Group } from './group.ts';

/** Users who are granted access together. */
@Entity('bastion_user_groups')
export class UserGroup extends Group {}
