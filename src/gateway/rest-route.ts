import { RequestMethod } from '@nestjs/common';
import type { Action } from './action.ts';

export interface RestRouteForm {
  readonly method: RequestMethod;
  /** The path in Fastify's syntax, for example `/kms/secrets/:SecretName`; a literal colon is doubled. */
  readonly path: string;
  /** Names of the path parameters. */
  readonly parameters: readonly string[];
}

const form = /^(GET|POST|PATCH|DELETE) (\/[a-z0-9/{}A-Z:-]+)$/;

/**
 * Parses `POST /kms/secrets:rotate` or `GET /kms/secrets/{SecretName}`, at boot.
 * @throws Error when the route is malformed
 */
export function restRoute(action: Action): RestRouteForm {
  const [, verb, template] = form.exec(action.route) ?? [];
  if (!verb || !template) throw new Error(`the route of ${action.name} is not well formed: ${action.route}`);
  return {
    method: RequestMethod[verb as 'GET'],
    path: template.replace(':', '::').replace(/\{(\w+)\}/g, ':$1'),
    parameters: [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string),
  };
}
