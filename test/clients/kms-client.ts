import exported from '@alicloud/kms20160120';
import { protocolOf, type ApiClient, type Credentials, type Members } from '../support/api-clients.ts';

interface Answer {
  toMap(): Members;
}
type Call = (request: object) => Promise<Answer>;
type Client = Record<string, Call>;
// A CommonJS module: its default import holds all its exports.
type Module = { default: new (config: object) => Client } & Record<string, new (members: object) => object>;
const { default: KmsClient, ...models } = exported as unknown as Module;

const lowerFirst = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);

/** The vendor's own client of KMS, which has a method and a model for each operation; here they are called by name. */
export function kmsClient(url: string, { accessKeyId, accessKeySecret, securityToken }: Credentials): ApiClient {
  const credentials = { accessKeyId, accessKeySecret, ...(securityToken ? { securityToken, type: 'sts' } : {}) };
  const { host: endpoint } = new URL(url);
  const client = new KmsClient({ ...credentials, endpoint, ...protocolOf(url), regionId: 'cn-hangzhou' });
  return {
    async request(action, parameters = {}) {
      const members = Object.entries(parameters).map(([name, value]) => [lowerFirst(name), value]);
      const Model = models[`${action}Request`];
      const request = Model ? new Model(Object.fromEntries(members)) : {};
      const answer = await (client[lowerFirst(action)] as Call).call(client, request);
      return answer.toMap();
    },
  };
}
