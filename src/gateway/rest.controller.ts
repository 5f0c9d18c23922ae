import { Controller, Inject, Req, RequestMapping, RequestMethod, Res } from '@nestjs/common';
import {
  ApiBasicAuth,
  ApiBody,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiSchema,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actionOf, type Action, type Class } from './action.ts';
import { fieldsOfClass } from './field-metadata.ts';
import { readHttpRequest, sendAnswer } from './http-request.ts';
import { mergeParameters, type ParameterRecord } from './parameters.ts';
import { Pipeline } from './pipeline.ts';
import { ActionRegistry, type RegisteredAction } from './registry.ts';
import { restRoute, type RestRouteForm } from './rest-route.ts';

/** Makes the REST controller of a product: one method for each operation, decorated for the OpenAPI document. */
export function restController(operations: readonly Class[]): Class {
  class RestController {
    constructor(
      readonly pipeline: Pipeline,
      readonly registry: ActionRegistry,
    ) {}
  }
  Inject(Pipeline)(RestController, undefined, 0);
  Inject(ActionRegistry)(RestController, undefined, 1);
  for (const operation of operations) addMethod(RestController.prototype, actionOf(operation) as Action);
  Controller()(RestController);
  return RestController;
}

interface RestHost {
  readonly pipeline: Pipeline;
  readonly registry: ActionRegistry;
}

function addMethod(prototype: object, action: Action): void {
  const { name, product } = action;
  const method = async function (this: RestHost, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const registered = this.registry.find(product.version, name) as RegisteredAction;
    const pathParameters = mergeParameters(request.params as ParameterRecord);
    sendAnswer(reply, await this.pipeline.run(readHttpRequest(request), { action: registered, pathParameters }));
  };
  Object.defineProperty(prototype, name, { value: method, writable: true, configurable: true });
  Reflect.defineMetadata('design:paramtypes', [Object, Object], prototype, name);
  Req()(prototype, name, 0);
  Res()(prototype, name, 1);
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name) as PropertyDescriptor;
  for (const decorate of methodDecorators(action, restRoute(action))) decorate(prototype, name, descriptor);
}

function methodDecorators(action: Action, route: RestRouteForm): MethodDecorator[] {
  nameSchemas(action, action.request);
  nameSchemas(action, action.response);
  return [
    RequestMapping({ path: route.path, method: route.method }),
    ApiTags(action.product.title),
    ApiBasicAuth(),
    ApiOperation({
      operationId: `${action.product.title}.${action.name}`,
      summary: action.name,
      description: action.partial,
    }),
    ApiOkResponse({ type: action.response }),
    ...route.parameters.map((name) => ApiParam({ name, type: String })),
    ...inputs(action, route),
  ];
}

function inputs(action: Action, route: RestRouteForm): MethodDecorator[] {
  if (route.method === RequestMethod.POST || route.method === RequestMethod.PATCH)
    return [ApiBody({ type: action.request })];
  const { fields, optional } = fieldsOfClass(action.request);
  return [...fields.values()]
    .filter(({ name }) => !route.parameters.includes(name))
    .map(({ name, type }) =>
      ApiQuery({ name, required: !optional.has(name), type: type === 'number' ? Number : String }),
    );
}

const named = new WeakSet<Class>();

/** Names schemas by product and class, because two products may both have a `Tag`. */
function nameSchemas(action: Action, target: Class): void {
  if (named.has(target)) return;
  named.add(target);
  ApiSchema({ name: `${action.product.title}${target.name}` })(target);
  for (const { item } of fieldsOfClass(target).fields.values()) if (item) nameSchemas(action, item);
}
