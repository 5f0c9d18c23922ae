import type { Members } from '../support/api-clients.ts';
import { RamAccount } from '../ram/ram-account.ts';
import type { BastionAccount } from './bastion-account.ts';

const everything = { Effect: 'Allow', Action: 'yundun-bastionhost:*', Resource: '*' };

/** A RAM user who may call every operation of Bastionhost, be they a user of the instance or not. */
export class RamEngineer {
  private constructor(
    private readonly bastion: BastionAccount,
    readonly ramUserId: string,
    private readonly credentials: { accessKeyId: string; accessKeySecret: string },
    /** The bastion user, where the RAM user is one. */
    readonly userId: string,
  ) {}

  static async make(bastion: BastionAccount, ram: RamAccount, isUser = true): Promise<RamEngineer> {
    const { id, name, credentials } = await ram.newUser([everything]);
    const user = { UserName: name, Source: 'Ram', SourceUserId: id };
    const UserId = isUser ? (await bastion.call('CreateUser', user))['UserId'] : '';
    return new RamEngineer(bastion, id, credentials, UserId);
  }

  call(action: string, parameters: Members = {}): Promise<Members> {
    const given = Object.entries({ InstanceId: this.bastion.instanceId, ...parameters });
    const present = Object.fromEntries(given.filter(([, value]) => value !== undefined));
    return this.bastion.app.pop('bastionhost', this.credentials).request(action, present);
  }
}
