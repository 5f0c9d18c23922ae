import { isUtf8 } from 'node:buffer';
import type { Call, HttpRequest } from '../call.ts';
import { GatewayErrors } from '../gateway.errors.ts';
import {
  asRecord,
  BadParameter,
  emptyRecord,
  maxParameters,
  mergeParameters,
  parameterTree,
  type ParameterRecord,
} from '../parameters.ts';
import { protocolNames } from '../protocol-parameters.ts';

type Pair = readonly [string, string];

const regionForm = /^[a-z][a-z0-9-]{1,31}$/;

/** Reads the envelope of a request: query, form or JSON body, and the protocol's own parameters. */
export function readCall(http: HttpRequest, requestId: string, pathParameters: ParameterRecord = emptyRecord()): Call {
  const query = readPairs(http.query);
  const { form, json } = readBody(http);
  const pairs = [...query, ...form];
  const protocol = readProtocol([...pairs, ...protocolPairs(json)]);
  const ofOperation = parameterTree(pairs.filter(([name]) => !protocolNames.has(name)));
  return {
    http,
    requestId,
    format: readFormat(protocol.Format),
    action: parameterOrHeader(protocol, 'Action', http.headers['x-acs-action']),
    version: parameterOrHeader(protocol, 'Version', http.headers['x-acs-version']),
    protocol,
    query,
    form,
    parameters: mergeParameters(ofOperation, pathParameters, withoutProtocol(json)),
  };
}

function readBody({ body, headers }: HttpRequest): { form: Pair[]; json: ParameterRecord } {
  if (body.length === 0) return { form: [], json: emptyRecord() };
  // Bytes that are not UTF-8 would decode to other text than was sent.
  if (!isUtf8(body)) throw GatewayErrors.UnreadableRequest();
  const [type] = (headers['content-type'] ?? '').split(';');
  switch (type?.trim().toLowerCase()) {
    case 'application/x-www-form-urlencoded':
      return { form: readPairs(body.toString()), json: emptyRecord() };
    case 'application/json':
      return { form: [], json: readJson(body.toString()) };
    default:
      throw GatewayErrors.UnreadableRequest();
  }
}

function readJson(text: string): ParameterRecord {
  const record = asRecord(text);
  if (!record) throw GatewayErrors.UnreadableRequest();
  return record;
}

function readPairs(text: string): Pair[] {
  if (text === '') return [];
  const pairs = text.split('&', maxParameters + 1);
  if (pairs.length > maxParameters) throw new BadParameter(pairs.at(-1)?.split('=', 1)[0] ?? '');
  try {
    return pairs.map((pair) => {
      const split = pair.indexOf('=');
      return split < 0 ? [decode(pair), ''] : [decode(pair.slice(0, split)), decode(pair.slice(split + 1))];
    });
  } catch (cause) {
    throw GatewayErrors.UnreadableRequest({ cause });
  }
}

function decode(text: string): string {
  return decodeURIComponent(text.includes('+') ? text.replaceAll('+', ' ') : text);
}

function readProtocol(pairs: readonly Pair[]): Record<string, string> {
  const protocol: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, value] of pairs) {
    if (!protocolNames.has(name)) continue;
    if (name in protocol) throw new BadParameter(name);
    protocol[name] = value;
  }
  if (protocol.RegionId && !regionForm.test(protocol.RegionId)) throw new BadParameter('RegionId');
  return protocol;
}

function protocolPairs(json: ParameterRecord): Pair[] {
  return Object.entries(json)
    .filter(([name]) => protocolNames.has(name))
    .map(([name, value]) => {
      if (typeof value !== 'string') throw new BadParameter(name);
      return [name, value];
    });
}

function withoutProtocol(json: ParameterRecord): ParameterRecord {
  const ofOperation = Object.entries(json).filter(([name]) => !protocolNames.has(name));
  return Object.assign(emptyRecord(), Object.fromEntries(ofOperation));
}

function parameterOrHeader(protocol: Call['protocol'], name: string, header: string | undefined): string {
  const parameter = protocol[name];
  if (parameter !== undefined && header !== undefined && parameter !== header) throw new BadParameter(name);
  return parameter ?? header ?? '';
}

function readFormat(format: string | undefined): 'JSON' | 'XML' {
  const upper = format?.toUpperCase() || 'JSON';
  if (upper !== 'JSON' && upper !== 'XML') throw GatewayErrors.InvalidFormat();
  return upper;
}
