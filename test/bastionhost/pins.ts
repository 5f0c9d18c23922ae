import { HostKeys } from '../../src/host-keys/host-keys.api.ts';
import { directNetworkDomain } from '../../src/host-keys/place.api.ts';
import { generateSshKeyPair, parsePublicKey } from '../../src/ssh/keys.ts';
import type { BastionApplication } from './bastion-application.ts';

/** Pins host keys as a connection would. */
export class Pins {
  constructor(
    private readonly bastion: BastionApplication,
    private readonly networkDomainId = directNetworkDomain,
  ) {}

  /** Pins a key for this address and port; returns its type and fingerprint. */
  async pin(address: string, port = 22): Promise<string> {
    const key = parsePublicKey((await generateSshKeyPair('ed25519')).publicKey);
    await this.hostKeys.trust(this.place(address, port), key.blob);
    return `${key.type}|${key.fingerprintMd5}`;
  }

  async isPinned(address: string, port = 22): Promise<boolean> {
    return (await this.hostKeys.find(this.place(address, port))) !== undefined;
  }

  private get hostKeys(): HostKeys {
    return this.bastion.app.get(HostKeys);
  }

  private place(address: string, port: number) {
    return { accountId: this.bastion.app.accountId, networkDomainId: this.networkDomainId, address, port };
  }
}
