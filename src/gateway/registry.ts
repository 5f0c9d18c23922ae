import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, ModuleRef } from '@nestjs/core';
import type { Caller } from '../common/caller.ts';
import { actionOf, type Action, type AnyHandler, type Product } from './action.ts';

export interface RegisteredAction extends Action {
  /** Resolves the action's scope, where it has one, then handles the request in it. */
  readonly handler: AnyHandler<object, object>;
}

/** All operations by (Version, Action). Boot fails when two classes claim the same key. */
@Injectable()
export class ActionRegistry implements OnModuleInit {
  private readonly actions = new Map<string, RegisteredAction>();
  private readonly products = new Map<string, Product>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly modules: ModuleRef,
  ) {}

  onModuleInit(): void {
    for (const { instance, metatype } of this.discovery.getProviders()) {
      const action = metatype && actionOf(metatype);
      if (action && instance) this.register(action, instance as AnyHandler<object, object, unknown>);
    }
  }

  find(version: string, name: string): RegisteredAction | undefined {
    return this.actions.get(`${version}/${name}`);
  }

  hasVersion(version: string): boolean {
    return this.products.has(version);
  }

  /** The product of a version, for wording errors. */
  product(version: string): Product | undefined {
    return this.products.get(version);
  }

  /** All operations, sorted by product and name. */
  all(): RegisteredAction[] {
    const order = (action: Action) => `${action.product.name}/${action.name}`;
    return [...this.actions.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  }

  private register(action: Action, handler: AnyHandler<object, object, unknown>): void {
    const key = `${action.product.version}/${action.name}`;
    if (this.actions.has(key)) throw new Error(`two classes claim the operation ${key}`);
    this.products.set(action.product.version, action.product);
    this.actions.set(key, { ...action, handler: this.inScope(action, handler) });
  }

  private inScope({ scope }: Action, handler: AnyHandler<object, object, unknown>): RegisteredAction['handler'] {
    if ('find' in handler) return handler;
    if (!scope) return handler as RegisteredAction['handler'];
    const resolver = this.modules.get(scope, { strict: false });
    return {
      handle: async (caller: Caller, request: object) =>
        handler.handle(await resolver.resolve(caller, request), request, caller),
    };
  }
}
