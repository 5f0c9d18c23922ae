import { BrokerService } from '../../../src/broker/broker.ts';
import type { PrivateKey } from '../../../src/ssh/keys.ts';
import { WireReader, wireString } from '../../../src/ssh/wire.ts';
import { RawSshClient } from '../../support/raw-ssh-client.ts';
import type { TestApplication } from '../../support/test-application.ts';

export type LoginOutcome = 'in' | 'refused' | 'partial' | 'ended';

/** Logs on at a broker with raw clients, one connection each time. */
export class RawLogins {
  private readonly clients: RawSshClient[] = [];

  constructor(private readonly port: number) {}

  static of(app: TestApplication): RawLogins {
    return new RawLogins(app.get(BrokerService).address.port);
  }

  async connect(): Promise<RawSshClient> {
    const client = await RawSshClient.connect({ port: this.port });
    this.clients.push(client);
    client.requestService();
    return client;
  }

  async password(userName: string, password: string, client?: RawSshClient): Promise<LoginOutcome> {
    const used = client ?? (await this.connect());
    used.password(userName, password);
    return outcome(used);
  }

  async key(
    userName: string,
    key: PrivateKey,
    client?: RawSshClient,
    change?: Parameters<RawSshClient['proveKey']>[2],
  ): Promise<LoginOutcome> {
    const used = client ?? (await this.connect());
    used.proveKey(userName, key, change);
    return outcome(used);
  }

  /** By keyboard-interactive. Also returns what was asked. */
  async conversation(
    userName: string,
    answers: readonly string[],
    client?: RawSshClient,
  ): Promise<{ readonly outcome: LoginOutcome; readonly prompts: readonly string[] }> {
    const used = client ?? (await this.connect());
    const prompts: string[] = [];
    used.requestAuthentication(userName, 'keyboard-interactive', wireString(''), wireString(''));
    for (const answer of answers) {
      const asked = await used.next(60, 51, 52, 1);
      if (asked[0] !== 60) return { outcome: outcomeOf(asked), prompts };
      prompts.push(promptOf(asked));
      used.send(61, Buffer.from([0, 0, 0, 1]), wireString(answer));
    }
    return { outcome: await outcome(used), prompts };
  }

  stop(): void {
    for (const client of this.clients) client.close();
  }
}

async function outcome(client: RawSshClient): Promise<LoginOutcome> {
  return outcomeOf(await client.next(51, 52, 1));
}

function outcomeOf(answer: Buffer): LoginOutcome {
  if (answer[0] !== 51) return answer[0] === 52 ? 'in' : 'ended';
  const reader = new WireReader(answer, 1);
  reader.text();
  return reader.boolean() ? 'partial' : 'refused';
}

/** The prompt of a round of keyboard-interactive that asks for one thing. */
function promptOf(asked: Buffer): string {
  const reader = new WireReader(asked, 1);
  for (let text = 0; text < 3; text++) reader.string();
  reader.uint32();
  return reader.text();
}
