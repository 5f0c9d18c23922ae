import { HostAuthorities } from '../../host-authorities/host-authorities.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId, ObjectId } from '../bastionhost-fields.ts';
import { NoAnswer } from '../shapes/no-answer.ts';

export class DeleteHostAuthorityRequest {
  @InstanceId() InstanceId: string;
  @ObjectId() HostAuthorityId: string;
}

@BastionhostAction({
  request: DeleteHostAuthorityRequest,
  response: NoAnswer,
  route: 'DELETE /bastionhost/host-authorities/{HostAuthorityId}',
  extension: true,
})
export class DeleteHostAuthority implements BastionHandler<DeleteHostAuthorityRequest, NoAnswer> {
  constructor(private readonly authorities: HostAuthorities) {}

  async handle(bastion: Bastion, { HostAuthorityId }: DeleteHostAuthorityRequest): Promise<NoAnswer> {
    await this.authorities.retire(bastion, HostAuthorityId);
    return {};
  }
}
