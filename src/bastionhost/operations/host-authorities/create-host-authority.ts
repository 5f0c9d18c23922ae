import { Member } from '../../../gateway/fields.ts';
import { HostAuthorities } from '../../host-authorities/host-authorities.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId } from '../bastionhost-fields.ts';

export class CreateHostAuthorityRequest {
  @InstanceId() InstanceId: string;
}

export class CreateHostAuthorityResponse {
  @Member() HostAuthorityId: string;
}

/** The new authority signs as soon as the older one is deleted. */
@BastionhostAction({
  request: CreateHostAuthorityRequest,
  response: CreateHostAuthorityResponse,
  route: 'POST /bastionhost/host-authorities',
  extension: true,
})
export class CreateHostAuthority implements BastionHandler<CreateHostAuthorityRequest, CreateHostAuthorityResponse> {
  constructor(private readonly authorities: HostAuthorities) {}

  async handle(bastion: Bastion): Promise<CreateHostAuthorityResponse> {
    return { HostAuthorityId: await this.authorities.add(bastion) };
  }
}
