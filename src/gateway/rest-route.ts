import { RequestMethod } from '@nestjs/common';
import type { Action } from './action.ts';

export interface RestRouteForm {
  readonly method: RequestMethod;
  /** The path as Fastify wants it: `/kms/secrets/:SecretName`, a literal colon doubled. */
  readonly path: string;
  /** The names in its path. */
  readonly parameters: readonly string[];
}

const form = /^(GET|POST|PATCH|DELETE) (\/[a-z0-9/{}A-Z:-]+)$/;

/** Reads `POST /kms/secrets:rotate` or `GET /kms/secrets/{SecretName}`. Throws at boot when an action's route has another form. */
export function restRoute(action: Action): RestRouteForm {
  const [, verb, template] = form.exec(action.route) ?? [];
  if (!verb || !template) throw new Error(`the route of ${action.name} is not well formed: ${action.route}`);
  return {
    method: RequestMethod[verb as 'GET'],
    path: template.replace(':', '::').replace(/\{(\w+)\}/g, ':$1'),
    parameters: [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string),
  };
}
