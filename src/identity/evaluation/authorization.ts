import { Injectable } from '@nestjs/common';
import type { Caller, Identity } from '../../common/caller.ts';
import { Clock, wireTime } from '../../common/clock.ts';
import {
  AccessDenied,
  Authorization,
  type Denial,
  type Permission,
  type ResourceFacts,
  type ResourceFactsLoader,
} from '../identity.api.ts';
import { Products } from '../products.api.ts';
import type { ConditionContext } from './condition.ts';
import { decide, type Decision, type PolicyQuestion } from './decide.ts';
import { PolicyCache } from './policy-cache.ts';
import type { PolicyDocument } from './policy-document.ts';

/** Evaluates identity, session, resource and trust policies. */
@Injectable()
export class AuthorizationService extends Authorization {
  private readonly ofIdentities = new PolicyCache('identity');
  private readonly ofResources = new PolicyCache('resource');
  private readonly ofRoles = new PolicyCache('trust');
  private readonly loaders = new Map<string, ResourceFactsLoader>();

  constructor(
    private readonly products: Products,
    private readonly clock: Clock,
  ) {
    super();
  }

  useFacts(service: string, loader: ResourceFactsLoader): void {
    this.loaders.set(service, loader);
  }

  async authorize(caller: Caller, permission: Permission): Promise<void> {
    if (isOwnRoot(caller, permission.resource)) return;
    const facts = permission.facts ?? (await this.factsOf(permission.resource));
    const denial =
      facts?.trustPolicy === undefined
        ? this.judge(caller, permission, facts)
        : this.judgeAssumption(caller, permission, facts.trustPolicy);
    if (denial) throw new AccessDenied(caller, permission, denial);
  }

  private async factsOf(resource: string): Promise<ResourceFacts | undefined> {
    return this.loaders.get(serviceOf(resource))?.(resource);
  }

  /**
   * Within one account, it is enough that the identity's policies or the resource's policy allow it; across accounts,
   * both must. An explicit Deny anywhere wins (documented for key and secret policies). A session can do no more than
   * its own policy allows.
   */
  private judge(caller: Caller, permission: Permission, facts?: ResourceFacts): Denial | undefined {
    const question = this.questionOf(caller, permission, facts);
    const byIdentity = this.askIdentity(caller.identity, question);
    const bySession = this.askSession(caller.identity, question);
    const byResource =
      facts?.policy === undefined ? 'ImplicitDeny' : decide([this.ofResources.read(facts.policy)], question);
    const decisions = [byIdentity, bySession, byResource];
    if (decisions.includes('ExplicitDeny')) {
      const policyType = bySession === 'ExplicitDeny' ? 'SessionPolicy' : 'AccountLevelIdentityBasedPolicy';
      return { noPermissionType: 'ExplicitDeny', policyType };
    }
    if (bySession !== 'Allow') return { noPermissionType: 'ImplicitDeny', policyType: 'SessionPolicy' };
    const allows = [byIdentity, byResource].filter((decision) => decision === 'Allow').length;
    if (allows >= (isForeign(caller, permission.resource) ? 2 : 1)) return undefined;
    return { noPermissionType: 'ImplicitDeny', policyType: 'AccountLevelIdentityBasedPolicy' };
  }

  /**
   * The policies of the caller and the trust policy of the role must both allow it, whichever account owns the role.
   * The caller's are checked first, so a caller who may not assume such a role does not learn whether it exists.
   */
  private judgeAssumption(caller: Caller, permission: Permission, trustPolicy: string | null): Denial | undefined {
    const question = this.questionOf(caller, permission);
    const bySession = this.askSession(caller.identity, question);
    if (bySession !== 'Allow') return { noPermissionType: bySession, policyType: 'SessionPolicy' };
    const byIdentity = this.askIdentity(caller.identity, question);
    if (byIdentity !== 'Allow') return { noPermissionType: byIdentity, policyType: 'AccountLevelIdentityBasedPolicy' };
    const byTrust = trustPolicy === null ? 'Allow' : decide([this.ofRoles.read(trustPolicy)], question);
    return byTrust === 'Allow' ? undefined : { noPermissionType: byTrust, policyType: 'AssumeRolePolicy' };
  }

  private askIdentity(identity: Identity, question: PolicyQuestion): Decision {
    if (identity.kind === 'Account') return 'Allow';
    return decide(this.documentsOf(identity), question);
  }

  private askSession({ sessionPolicy }: Identity, question: PolicyQuestion): Decision {
    return sessionPolicy === undefined ? 'Allow' : decide([this.ofIdentities.read(sessionPolicy)], question);
  }

  private documentsOf({ kind, arn, policies = [] }: Identity): PolicyDocument[] {
    if (kind === 'ServiceRole') return [this.ofIdentities.read(this.products.policyOfRole(arn))];
    const texts = policies.map(({ type, name, document }) =>
      type === 'System' ? this.products.findSystemPolicy(name)?.document : document,
    );
    return texts.filter((text) => text !== undefined).map((text) => this.ofIdentities.read(text));
  }

  /** The context is put together when the first statement with conditions asks for it. */
  private questionOf(caller: Caller, permission: Permission, facts?: ResourceFacts): PolicyQuestion {
    const contextOf = () => this.contextOf(caller, permission, facts);
    let known: ConditionContext | undefined;
    return {
      action: permission.action,
      resource: permission.resource,
      principal: principalOf(caller.identity),
      get context() {
        return (known ??= contextOf());
      },
    };
  }

  private contextOf(caller: Caller, { resource, context }: Permission, facts?: ResourceFacts): ConditionContext {
    const service = serviceOf(resource);
    const tags = Object.entries(facts?.tags ?? {}).map(([key, value]) => [`${service}:tag/${key}`, value]);
    return readContext([
      ...(tags as [string, string][]),
      ...Object.entries(context ?? {}),
      ['acs:SourceIp', caller.sourceAddress === 'internal' ? undefined : caller.sourceAddress],
      ['acs:CurrentTime', wireTime(this.clock.now())],
      ['acs:SecureTransport', String(caller.secureTransport === true)],
      ['acs:MFAPresent', 'false'],
      ['acs:PrincipalARN', principalOf(caller.identity)],
    ]);
  }
}

function readContext(entries: readonly [string, string | undefined][]): ConditionContext {
  return new Map(
    entries.filter(([, value]) => value !== undefined).map(([key, value]) => [key.toLowerCase(), value as string]),
  );
}

/** Policies name a session by its role. */
function principalOf({ kind, arn }: Identity): string {
  return kind === 'AssumedRole' ? arn.replace(/:assumed-role\/([^/]+)\/.*$/, ':role/$1') : arn;
}

/** The service in an ARN, `acs:<service>:…`. */
function serviceOf(resource: string): string {
  return resource.split(':', 2)[1] ?? '';
}

function ownerOf(resource: string): string {
  return resource.split(':', 4)[3] ?? '';
}

function isForeign({ accountId }: Caller, resource: string): boolean {
  const owner = ownerOf(resource);
  return /^\d{16}$/.test(owner) && owner !== accountId;
}

function isOwnRoot(caller: Caller, resource: string): boolean {
  return caller.identity.kind === 'Account' && !isForeign(caller, resource);
}
