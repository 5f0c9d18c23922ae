import type { Clock } from '../../src/common/clock.ts';
import { openApiClient, popClient, type ApiClient, type Credentials, type ProductName } from './api-clients.ts';
import { findSharedService } from './find-shared-service.ts';
import { TestClock } from './test-clock.ts';

/** An account of a running service, as its root sees it over the wire. */
export interface ServiceAccount {
  readonly url: string;
  readonly accountId: string;
  readonly rootAccessKey: Credentials;
  readonly clock: Clock;
  /** The vendor's pop-core client (signature V1). */
  pop(product: ProductName, credentials?: Credentials): ApiClient;
  /** The vendor's openapi-client (signature V3). */
  openApi(product: ProductName, credentials?: Credentials): ApiClient;
  /** A further account at the same service. */
  another(): Promise<ServiceAccount>;
}

/** The service and the root of its first account, which creates further accounts. */
interface Maker {
  readonly url: string;
  readonly rootAccessKey: Credentials;
  readonly clock: Clock;
}

/** An account that was created with CreateAccount. */
export class MadeAccount implements ServiceAccount {
  private constructor(
    private readonly maker: Maker,
    readonly accountId: string,
    readonly rootAccessKey: Credentials,
  ) {}

  static async by(maker: Maker): Promise<MadeAccount> {
    const ram = popClient(maker.url, 'ram', maker.rootAccessKey, maker.clock);
    const { Account, AccessKey } = await ram.request('CreateAccount');
    const { AccessKeyId: accessKeyId, AccessKeySecret: accessKeySecret } = AccessKey;
    return new MadeAccount(maker, Account.AccountId, { accessKeyId, accessKeySecret });
  }

  get url(): string {
    return this.maker.url;
  }

  get clock(): Clock {
    return this.maker.clock;
  }

  pop(product: ProductName, credentials = this.rootAccessKey): ApiClient {
    return popClient(this.url, product, credentials, this.clock);
  }

  openApi(product: ProductName, credentials = this.rootAccessKey): ApiClient {
    return openApiClient(this.url, product, credentials);
  }

  another(): Promise<ServiceAccount> {
    return MadeAccount.by(this.maker);
  }
}

/** A fresh account at the service that all specs of the wire share. */
export async function newTestAccount(): Promise<ServiceAccount> {
  return MadeAccount.by({ ...(await findSharedService()), clock: new TestClock() });
}
