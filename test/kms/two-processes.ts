import type { Credentials, Members } from '../support/api-clients.ts';
import { call, type WireAnswer } from '../support/signed-request.ts';
import { startTestApplication, type TestApplication } from '../support/test-application.ts';
import { KmsApplication } from './kms-application.ts';

/** The service twice over one database. Calls go to the two in turn. */
export class TwoProcesses {
  private turn = 0;

  private constructor(
    readonly nodes: readonly [TestApplication, TestApplication],
    readonly kms: KmsApplication,
  ) {}

  static async start(): Promise<TwoProcesses> {
    const first = await startTestApplication();
    const second = await startTestApplication({ database: first.database });
    return new TwoProcesses([first, second], new KmsApplication(first));
  }

  async stop(): Promise<void> {
    await this.nodes[1].stop();
    await this.nodes[0].stop();
  }

  /** Sends a call of KMS, by the account's root unless `by` is given. Fails on any internal error of the service. */
  async send(action: string, parameters: Members = {}, by?: Credentials): Promise<WireAnswer> {
    this.turn += 1;
    const pairs = Object.entries({ Action: action, ...parameters }) as [string, string][];
    const signer = by && { protocol: signedBy(by), accessKeySecret: by.accessKeySecret };
    const node = this.nodes[this.turn % 2 === 0 ? 0 : 1];
    const answer = await call(node, pairs, { method: 'POST', place: 'form', ...signer });
    if (answer.status >= 500) throw new Error(`${action} failed: ${answer.text}`);
    return answer;
  }
}

function signedBy({ accessKeyId, securityToken }: Credentials): Record<string, string> {
  return { AccessKeyId: accessKeyId, ...(securityToken ? { SecurityToken: securityToken } : {}) };
}

export const isOk = ({ status }: WireAnswer): boolean => status === 200;

export const codeOf = (answer: WireAnswer): string => (isOk(answer) ? 'OK' : answer.body.Code);

export const rounds = (count: number, round: (n: number) => Promise<void>) => async (): Promise<void> => {
  for (let n = 0; n < count; n += 1) await round(n);
};
