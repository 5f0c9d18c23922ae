import { Member } from '../../../gateway/fields.ts';
import type { Bastion } from '../../instances/bastion.ts';
import { includedStorage, licenseCode } from '../../instances/edition.ts';
import { addressesOf } from '../../instances/public-access.ts';
import { Installation, standardSshPort } from '../../instances/installation.ts';
import { BastionhostAction, type BastionHandler } from '../bastionhost-action.ts';
import { InstanceId } from '../bastionhost-fields.ts';

export class DescribeInstanceAttributeRequest {
  @InstanceId() InstanceId: string;
}

export class InstancePort {
  @Member() CustomPort: number;
  @Member() StandardPort: number;
}

export class ShownWhiteListPolicy {
  @Member() Description: string;
  /** Addresses and networks, separated by commas. */
  @Member() Entry: string;
}

export class InstanceAttribute {
  @Member() AiOpsModule: string;
  @Member() AppOperationModule: string;
  @Member([String]) AuthorizedSecurityGroups: string[];
  /** Mbit/s, as text; 0: not limited. */
  @Member() Bandwidth: string;
  /** What was bought in addition to the licence's bandwidth. */
  @Member() BandwidthPackage: string;
  @Member() DbOperationModule: string;
  @Member() Description: string;
  @Member() HSMModule: string;
  @Member() IDaaSModule: string;
  @Member() InstanceId: string;
  @Member() InstanceStatus: string;
  /** Only with public access. There is one address, so that it is the IntranetEndpoint, too. */
  @Member() InternetEndpoint?: string;
  @Member() IntranetEndpoint: string;
  @Member() KmsSecretModule: string;
  @Member() LicenseCode: string;
  @Member() ModifyPasswordModule: string;
  @Member() NetworkProxyModule: string;
  @Member([InstancePort]) Ports: InstancePort[];
  @Member([String]) PrivateExportIps: string[];
  @Member([String]) PrivateWhiteList: string[];
  @Member([String]) PublicExportIps: string[];
  @Member([String]) PublicIps: string[];
  @Member() PublicNetworkAccess: boolean;
  /** What WhiteListPolicies list, one address or network an item. */
  @Member([String]) PublicWhiteList: string[];
  @Member() RDModule: string;
  @Member() RegionId: string;
  @Member() ResourceGroupId: string;
  @Member([String]) RouterRules: string[];
  @Member() ScriptDeliverModule: string;
  /** Those that the instance belongs to: the authorised ones and those of its clients. */
  @Member([String]) SecurityGroupIds: string[];
  @Member() SlaveVswitchId: string;
  /** Milliseconds since 1970. */
  @Member() StartTime: number;
  /** Bytes. */
  @Member() Storage: number;
  @Member() VswitchId: string;
  @Member() WebTerminalModule: string;
  @Member([ShownWhiteListPolicy]) WhiteListPolicies: ShownWhiteListPolicy[];
}

export class DescribeInstanceAttributeResponse {
  @Member() InstanceAttribute: InstanceAttribute;
}

const noNetworks = 'there are no virtual networks';

@BastionhostAction({
  request: DescribeInstanceAttributeRequest,
  response: DescribeInstanceAttributeResponse,
  route: 'GET /bastionhost/instances/{InstanceId}',
  omits: {
    'InstanceAttribute.AiCreditStatus': 'the module is off',
    'InstanceAttribute.EniInstanceId': noNetworks,
    'InstanceAttribute.ExpireTime': 'instances do not expire',
    'InstanceAttribute.VpcId': noNetworks,
  },
})
export class DescribeInstanceAttribute implements BastionHandler<
  DescribeInstanceAttributeRequest,
  DescribeInstanceAttributeResponse
> {
  constructor(private readonly installation: Installation) {}

  async handle(bastion: Bastion): Promise<DescribeInstanceAttributeResponse> {
    const { description, edition, instanceId, region, resourceGroupId, startedAt } = bastion;
    const { endpoint } = this.installation;
    const attribute: InstanceAttribute = {
      ...modules,
      ...networking,
      ...virtualNetwork(bastion),
      ...publicAccess(bastion, endpoint),
      KmsSecretModule: edition.hasKmsSecretModule ? 'Enable' : 'Disable',
      LicenseCode: licenseCode,
      Description: description,
      InstanceId: instanceId,
      InstanceStatus: 'RUNNING',
      IntranetEndpoint: endpoint,
      Ports: [{ CustomPort: this.installation.sshPortOf(bastion), StandardPort: standardSshPort }],
      RegionId: region,
      ResourceGroupId: resourceGroupId,
      StartTime: startedAt.getTime(),
      Storage: includedStorage,
    };
    return { InstanceAttribute: attribute };
  }
}

function virtualNetwork({ network }: Bastion) {
  const { authorizedSecurityGroups, clientSecurityGroups, slaveVswitchId, vswitchId } = network;
  return {
    AuthorizedSecurityGroups: authorizedSecurityGroups,
    SecurityGroupIds: [...new Set([...authorizedSecurityGroups, ...clientSecurityGroups])],
    SlaveVswitchId: slaveVswitchId,
    VswitchId: vswitchId,
  };
}

function publicAccess({ publicAccess: { isEnabled, whiteList } }: Bastion, endpoint: string) {
  return {
    InternetEndpoint: isEnabled ? endpoint : undefined,
    PublicNetworkAccess: isEnabled,
    PublicWhiteList: addressesOf(whiteList),
    WhiteListPolicies: whiteList.map(({ description, entry }) => ({ Description: description, Entry: entry })),
  };
}

/** The vendor's other optional modules, of which this bastion has none. */
const modules = {
  AiOpsModule: 'Disable',
  AppOperationModule: 'Disable',
  DbOperationModule: 'Disable',
  HSMModule: 'Disable',
  IDaaSModule: 'Disable',
  ModifyPasswordModule: 'Disable',
  NetworkProxyModule: 'Disable',
  RDModule: 'Disable',
  ScriptDeliverModule: 'Disable',
  WebTerminalModule: 'Disable',
} as const;

/** What cannot be changed through this API. Clients need these lists anyway, although they are empty. */
const networking = {
  Bandwidth: '0',
  BandwidthPackage: '0',
  PrivateExportIps: [],
  PrivateWhiteList: [],
  PublicExportIps: [],
  PublicIps: [],
  RouterRules: [],
};
