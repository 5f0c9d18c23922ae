import { Injectable } from '@nestjs/common';
import { BastionhostErrors } from '../bastionhost.errors.ts';
import { Host } from '../hosts/host.entity.ts';
import { Groups } from './groups.ts';
import { HostGroupMember } from './host-group-member.entity.ts';
import { HostGroup } from './host-group.entity.ts';

/** The host groups of an instance. */
@Injectable()
export class HostGroups extends Groups {
  protected override readonly kind = {
    groups: HostGroup,
    memberships: HostGroupMember,
    things: Host,
    grantable: 'HostGroup',
    notFound: BastionhostErrors.HostGroupNotFound,
    alreadyExists: BastionhostErrors.HostGroupAlreadyExists,
    memberId: 'hostId',
  } as const;
}
