import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateSshKeyPair } from '../../../src/ssh/keys.ts';
import { instanceOf } from '../../bastionhost/bastion-account.ts';
import { BastionApplication } from '../../bastionhost/bastion-application.ts';
import { RamEngineer } from '../../bastionhost/ram-engineer.ts';
import { FactorLogin } from '../../bastionhost/second-factors/factor-login.ts';
import { account, type BrokerUnderTest, engineerPassword, type Server } from '../../broker/broker-under-test.ts';
import { RamAccount } from '../../ram/ram-account.ts';
import type { Login, Way } from './ssh-client.ts';

const password = engineerPassword.reveal();

/** The engineers who log on, and what they prove themselves with. */
export class Engineers {
  private made = 0;

  private constructor(
    private readonly bastion: BastionApplication,
    private readonly server: Server,
    private readonly keyFile: string,
    private readonly publicKey: string,
    private readonly token: string,
  ) {}

  /** Alice has a password and a key, which is in the folder. */
  static async make(broker: BrokerUnderTest, server: Server, folder: string): Promise<Engineers> {
    const bastion = new BastionApplication(broker.app, await instanceOf(broker.app));
    const { publicKey, privateKey } = await generateSshKeyPair('ed25519');
    const keyFile = join(folder, 'id_ed25519');
    await writeFile(keyFile, privateKey.reveal(), { mode: 0o600 });
    const ram = await RamEngineer.make(bastion, new RamAccount(broker.app));
    await broker.grant(ram.userId, server);
    const asset = { AssetType: 'Host', AssetId: server.hostId, AssetAccountId: server.hostAccountId };
    const { AssetOperationToken } = await ram.call('GenerateAssetOperationToken', asset);
    const engineers = new Engineers(bastion, server, keyFile, publicKey, AssetOperationToken.Token);
    await engineers.addKey(await broker.engineer('alice', [server]));
    return engineers;
  }

  /** What is typed, and shown, by the way. */
  async proofs(way: Way): Promise<Pick<Login, 'user' | 'password' | 'keyFile' | 'code'>> {
    const { keyFile, token } = this;
    switch (way) {
      case 'password':
        return { user: this.atServer('alice'), password };
      case 'key':
        return { user: this.atServer('alice'), keyFile };
      case 'key and code':
        return { ...(await this.withApp()), keyFile };
      case 'token':
        return { user: token, password: 'anything' };
      case 'menu':
        return { user: 'alice', password };
      case 'jump':
        return { user: 'alice', keyFile };
    }
  }

  /** Another engineer each time, since a code passes once. */
  private async withApp(): Promise<Pick<Login, 'user' | 'code'>> {
    const name = `app-${(this.made += 1)}`;
    const login = await FactorLogin.of(this.bastion, name, { TwoFactorStatus: 'Enable', TwoFactorMethods: ['totp'] });
    const { userId } = login.user;
    await this.addKey(userId);
    await this.bastion.attach(userId, this.server.hostId, [this.server.hostAccountId]);
    const app = await login.enrol();
    return { user: this.atServer(name), code: app.code() };
  }

  private async addKey(UserId: string): Promise<void> {
    const PublicKey = Buffer.from(this.publicKey).toString('base64');
    await this.bastion.call('CreateUserPublicKey', { UserId, PublicKeyName: 'laptop', PublicKey });
  }

  private atServer(name: string): string {
    return `${name}@${account}@${this.server.name}`;
  }
}
