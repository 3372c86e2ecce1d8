import { at } from '../../shared/json.ts';
import { cleanText } from '../../shared/signals/text.ts';

/** Members of requests that name something, whatever the service calls it. */
const naming = /(?:name|arn|id|identifier|uri|bucket)$/i;
/** They name something else: what is used, not what is changed. */
const beside = /^(?:roleArn|executionRole|kms|client|policy|host$|x-amz)/i;
/** As deep as requests name resources; a record may be nested as somebody wishes. */
const deepest = 8;

/** The resource that a call was about, as its record tells: CloudTrail's own list, or what the request names first. */
export function resourceOf(record: unknown): string {
  const listed = at(record, 'resources');
  const arn = Array.isArray(listed) ? at(listed[0], 'ARN') : undefined;
  if (typeof arn === 'string') return cleanText(arn);
  const parameters = at(record, 'requestParameters');
  if (typeof parameters !== 'object' || parameters === null) return '';
  const names = Object.entries(parameters).filter(([key, value]) => naming.test(key) && typeof value === 'string');
  const [, name] = names.find(([key]) => !beside.test(key)) ?? names[0] ?? [];
  return typeof name === 'string' ? cleanText(name) : '';
}

/** A resource that is asked for: its whole ARN, or a name. */
export interface AskedResource {
  readonly text: string;
  /** The ARN's last part, which requests name; of a name, itself. Names in SageMaker's ARNs are in lower case. */
  readonly name: string;
  /** The service whose records name it, from its ARN. */
  readonly service: string | undefined;
}

export function askedResource(text: string): AskedResource {
  if (!text.startsWith('arn:')) return { text, name: text, service: undefined };
  const parts = text.split(':');
  const resource = parts.slice(5).join(':');
  // S3's and Amazon Bedrock's ids may hold slashes of their own; it is the last part that requests name.
  const name = resource.split(/[/:]/).at(-1) ?? resource;
  return { text, name, service: parts[2] };
}

/** Whether a record is about it: by ARN anywhere, by name where a request or an answer names something. */
export function isAbout(record: unknown, { text, name, service }: AskedResource): boolean {
  const from = at(record, 'eventSource');
  const source = typeof from === 'string' ? from.replace('.amazonaws.com', '') : '';
  const byName = service === undefined || service === source;
  const wanted = name.toLowerCase();
  const matches = (key: string, value: string): boolean =>
    (text.startsWith('arn:') && value === text) || (byName && naming.test(key) && nameIn(key, value) === wanted);
  return ['resources', 'requestParameters', 'responseElements'].some((part) =>
    anyText(at(record, part), part, deepest, matches),
  );
}

/** Data events name their resource in CloudTrail's own list alone, by ARN; InvokeEndpoint has no parameters at all. */
function nameIn(key: string, value: string): string {
  const name = key === 'ARN' ? (value.split(/[/:]/).at(-1) ?? value) : value;
  return name.toLowerCase();
}

function anyText(
  value: unknown,
  key: string,
  depth: number,
  matches: (key: string, value: string) => boolean,
): boolean {
  if (typeof value === 'string') return matches(key, value);
  if (typeof value !== 'object' || value === null || depth === 0) return false;
  if (Array.isArray(value)) return value.some((item) => anyText(item, key, depth - 1, matches));
  return Object.entries(value).some(([member, item]) => anyText(item, member, depth - 1, matches));
}
