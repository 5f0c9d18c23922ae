import type { Caller } from './caller.ts';

/** Where the vendor operates. Here all regions behave alike, in this list or not. */
const regions: readonly string[] = [
  'cn-hangzhou',
  'cn-shanghai',
  'cn-qingdao',
  'cn-beijing',
  'cn-zhangjiakou',
  'cn-huhehaote',
  'cn-wulanchabu',
  'cn-shenzhen',
  'cn-heyuan',
  'cn-guangzhou',
  'cn-chengdu',
  'cn-hongkong',
  'ap-southeast-1',
  'ap-southeast-3',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'ap-northeast-1',
  'ap-northeast-2',
  'eu-central-1',
  'eu-west-1',
  'us-east-1',
  'us-west-1',
  'me-east-1',
];

/** What DescribeRegions answers to a caller in that region. */
export function regionsFor({ region }: Pick<Caller, 'region'>): readonly string[] {
  return [...new Set([...regions, region])];
}
