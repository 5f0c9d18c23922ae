import { ListOf, Optional, Text } from '../../../gateway/fields.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { InstanceSettings } from '../../instances/instance-settings.ts';
import { readWhiteList } from '../../instances/white-list.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId } from '../bastionhost-fields.ts';
import { InstanceIdAnswer } from '../shapes/instance-id-answer.ts';

export class WhiteListPolicyInput {
  @Optional() @Text(0, 500, { pattern: /^[^\p{Cc}]*$/u }) Description: string = '';
  /** Up to 50 addresses and networks, separated by commas. */
  @Text(1, 4096) Entry: string;
}

/** Without any address, every public address may log on. */
export class ConfigInstanceWhiteListRequest {
  @InstanceId() InstanceId: string;
  @Optional() @ListOf(String, { max: 500 }) WhiteList: string[] = [];
  @Optional() @ListOf(WhiteListPolicyInput, { max: 100 }) WhiteListPolicies: WhiteListPolicyInput[] = [];
}

@BastionhostAction({
  request: ConfigInstanceWhiteListRequest,
  response: InstanceIdAnswer,
  route: 'POST /bastionhost/instances:config-white-list',
})
export class ConfigInstanceWhiteList implements BastionHandler<ConfigInstanceWhiteListRequest, InstanceIdAnswer> {
  constructor(private readonly settings: InstanceSettings) {}

  async handle(bastion: Bastion, request: ConfigInstanceWhiteListRequest): Promise<InstanceIdAnswer> {
    const policies = request.WhiteListPolicies.map(({ Description, Entry }) => ({
      description: Description,
      entry: Entry,
    }));
    const whiteList = readWhiteList(policies, request.WhiteList);
    await this.settings.changePublicAccess(bastion, { whiteList });
    return { InstanceId: bastion.instanceId };
  }
}
