import type { ServiceError } from '../common/service-error.ts';
import type { Class, Product } from './action.ts';
import { fieldsOfClass } from './field-metadata.ts';
import { GatewayErrors } from './gateway.errors.ts';
import { isWritable, renderXml } from './xml.ts';

/** An answer ready to send. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

type Format = 'JSON' | 'XML';
type Members = Record<string, unknown>;

/**
 * A successful answer: the RequestId and the declared members of the response.
 * @throws InvalidParameter.Format where XML cannot represent it
 */
export function renderAnswer(format: Format, name: string, requestId: string, shape: Class, response: object): Answer {
  const members = { RequestId: requestId, ...declaredMembers(shape, response as Members) };
  // A substituted value would make the answer wrong.
  if (format === 'XML' && !isWritable(members)) throw GatewayErrors.UnwritableInXml();
  return render(format, 200, `${name}Response`, members);
}

/**
 * An error answer. KMS has HttpStatus and neither HostId nor Recommend (documented); others have the common members.
 */
export function renderError(
  format: Format,
  product: Product | undefined,
  context: { requestId: string; host: string },
  error: ServiceError,
): Answer {
  const { code: Code, status, message: Message, detail } = error;
  const RequestId = context.requestId;
  if (product?.envelope === 'kms') {
    return render(format, status, 'KMS', { HttpStatus: status, Code, Message, RequestId, ...detail });
  }
  const Recommend = `https://api.aliyun.com/troubleshoot?q=${Code}&product=${product?.title ?? ''}&requestId=${RequestId}`;
  return render(format, status, 'Error', { RequestId, HostId: context.host, Code, Message, Recommend, ...detail });
}

function render(format: Format, status: number, root: string, members: Members): Answer {
  if (format === 'XML') return { status, contentType: 'text/xml; charset=utf-8', body: renderXml(root, members) };
  return { status, contentType: 'application/json; charset=utf-8', body: JSON.stringify(members) };
}

/** Only members that the response class declares leave the process. */
function declaredMembers(shape: Class, value: Members): Members {
  const members: Members = {};
  for (const { name, type, item } of fieldsOfClass(shape).fields.values()) {
    const member = value[name];
    if (member === undefined || member === null) continue;
    if (type === 'list')
      members[name] = (member as Members[]).map((entry) => (item ? declaredMembers(item, entry) : entry));
    else members[name] = item ? declaredMembers(item, member as Members) : member;
  }
  return members;
}
