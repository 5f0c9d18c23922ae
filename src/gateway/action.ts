import { Injectable, applyDecorators, SetMetadata } from '@nestjs/common';
import type { Caller } from '../common/caller.ts';
import type { ServiceError } from '../common/service-error.ts';
import type { Subject } from '../guard/guard.api.ts';
import type { ProductWords } from '../guard/product-words.api.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- constructors of any arity
export type Class<T = object> = new (...parameters: any[]) => T;

/** A product as its wire presents it. */
export interface Product extends ProductWords {
  /** Prefix of its RAM actions and its name in `npm run operations`: `kms`, `yundun-bastionhost`, `ecs`. */
  readonly name: string;
  readonly version: string;
  /** Its name in documents. */
  readonly title: string;
  /** Which members an error answer has; see response.ts. */
  readonly envelope: 'kms' | 'standard';
  readonly errors: ProductErrors;
}

/** What is wrong with a value: its length, its characters or its form. */
export type Flaw = 'length' | 'characters' | 'form';

/** Where products word the same mistake differently. */
export type ProductErrors = ProductWords['errors'] & {
  missingParameter(name: string): ServiceError;
  /** `flaw`: what is wrong with the value, where known. */
  invalidParameter(name: string, flaw?: Flaw): ServiceError;
  accessKeyNotFound(): ServiceError;
  accessKeyInactive(): ServiceError;
};

/**
 * One operation. `handle` receives a request that is bound, checked and authorised. `Scope` is what the action's
 * ScopeResolver returned; an action without one receives the caller.
 */
export interface ActionHandler<Request, Response, Scope = Caller> {
  handle(scope: Scope, request: Request, caller: Caller): Promise<Response>;
}

/**
 * An operation that is authorised on what the names in its request resolve to: a key behind an alias, a resource with a
 * policy of its own.
 */
export interface FindingHandler<Request, Response, Found extends Subject> {
  /** Must not reveal what it finds, nor that there is nothing: the caller is not authorised yet. */
  find(caller: Caller, request: Request): Promise<Found>;
  handle(caller: Caller, request: Request, found: Found): Promise<Response>;
}

export type AnyHandler<Request, Response, Scope = Caller> =
  | ActionHandler<Request, Response, Scope>
  | FindingHandler<Request, Response, Subject>;

/** Resolves what an authorised call as a whole is about, such as the bastion instance that it names. */
export interface ScopeResolver<Request, Scope> {
  resolve(caller: Caller, request: Request): Promise<Scope>;
}

export interface ActionOptions<Request extends object, Response extends object, Scope = Caller> {
  readonly request: Class<Request>;
  readonly response: Class<Response>;
  /** `VERB /path/{Parameter}` on the REST surface. */
  readonly route: string;
  /**
   * The ARN that the call is authorised against and recorded with; `*` where the product has no resources. When there
   * are several, this applies to each.
   */
  readonly resource: (caller: Caller, request: Request) => string | readonly string[];
  /** A provider. What it resolves is the first argument of `handle`. */
  readonly scope?: Class<ScopeResolver<Request, Scope>>;
  /** Why every authenticated caller may call it. */
  readonly openToAll?: string;
  /** Rewords a refusal where the operation's wording differs from its product's. */
  readonly reword?: (refusal: ServiceError, request: Request) => ServiceError;
  /** The vendor has no such operation. */
  readonly extension?: boolean;
  /** What is missing, for docs/operations.md. */
  readonly partial?: string;
  /** Published members of the answer that have no meaning here, each with the reason. */
  readonly omits?: Readonly<Record<string, string>>;
}

/** An operation as the registry knows it, named after its class. */
export interface Action extends ActionOptions<object, object, unknown> {
  readonly name: string;
  readonly product: Product;
}

const actionKey = 'sallyport:action';

/** Makes a product's action decorator, for example `KmsAction`. */
export function actionsOf(product: Product) {
  return <Request extends object, Response extends object, Scope = Caller>(
    options: ActionOptions<Request, Response, Scope>,
  ) =>
    (target: Class<AnyHandler<Request, Response, Scope>>): void => {
      const common = options as unknown as ActionOptions<object, object, unknown>;
      const action: Action = { ...common, name: target.name, product };
      applyDecorators(Injectable(), SetMetadata(actionKey, action))(target);
    };
}

/** The action that a class is decorated with; undefined where there is none. */
export function actionOf(target: object): Action | undefined {
  return Reflect.getMetadata(actionKey, target) as Action | undefined;
}
