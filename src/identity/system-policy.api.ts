/** A policy that every account has and no one can change. */
export interface SystemPolicy {
  readonly name: string;
  readonly description: string;
  readonly version: string;
  readonly document: string;
  /** `YYYY-MM-DDThh:mm:ssZ`. The vendor publishes only the month of the version. */
  readonly updatedAt: string;
}

/** A statement of a system policy; these only allow. */
export interface PolicyStatement {
  readonly Effect: 'Allow';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export const allow = (
  Action: PolicyStatement['Action'],
  Resource: PolicyStatement['Resource'] = '*',
): PolicyStatement => ({ Effect: 'Allow', Action, Resource });

/** Allows an action of RAM on the service-linked roles of these services only. */
export const allowForServices = (action: string, ...services: readonly string[]): PolicyStatement => ({
  ...allow(action),
  Condition: { StringEquals: { 'ram:ServiceName': services } },
});

/** The actions of one product: `prefix:name` for each name. */
export const actions = (prefix: string, ...names: readonly string[]) => names.map((name) => `${prefix}:${name}`);

/** `month` is `YYYY-MM`, in which the vendor published the version. */
export function systemPolicy(
  name: string,
  version: string,
  month: string,
  description: string,
  Statement: readonly PolicyStatement[],
): SystemPolicy {
  const document = JSON.stringify({ Version: '1', Statement });
  return { name, description, version, updatedAt: `${month}-01T00:00:00Z`, document };
}
