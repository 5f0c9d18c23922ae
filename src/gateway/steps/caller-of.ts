import type { Caller } from '../../common/caller.ts';
import type { AccessKey } from '../../identity/identity.api.ts';
import type { Call } from '../call.ts';

/**
 * The caller of an authenticated request. The region is `RegionId`, else that of the Host header (`kms.<region>.…`),
 * else the default.
 */
export function callerOf(call: Call, accessKey: AccessKey, defaultRegion: string): Caller {
  return {
    accountId: accessKey.accountId,
    region: call.protocol.RegionId || regionOfHost(call.http.headers.host ?? '') || defaultRegion,
    identity: accessKey.identity,
    sourceAddress: call.http.origin.address,
    secureTransport: call.http.origin.isSecure,
    requestId: call.requestId,
  };
}

function regionOfHost(host: string): string | undefined {
  return /^[\w-]+\.([a-z]{2}-[a-z0-9-]{1,28})\.aliyuncs\.com(:\d+)?$/.exec(host)?.[1];
}
