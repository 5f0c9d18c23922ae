import { Entity } from 'typeorm';
import { Group } from './group.ts';

/** Hosts whose accounts are granted together, by name. */
@Entity('bastion_host_groups')
export class HostGroup extends Group {}
