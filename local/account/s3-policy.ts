import { ServiceFault } from './errors.ts';

type Members = Readonly<Record<string, unknown>>;

/**
 * A bucket policy's statements, or the error with which S3 refuses the text.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
 */
export function policyStatements(text: string): readonly Members[] {
  // 20 KB: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
  if (Buffer.byteLength(text) > 20_480) throw malformed('Policy exceeds the maximum allowed document size.');
  const document = parse(text);
  const statements = asList(document['Statement']).filter(isMembers);
  if (statements.length === 0) throw malformed('Missing required field Statement');
  for (const statement of statements) {
    if (statement['Effect'] !== 'Allow' && statement['Effect'] !== 'Deny') throw malformed('Invalid effect');
    requireOne(statement, 'Principal', 'NotPrincipal');
    requireOne(statement, 'Action', 'NotAction');
    requireOne(statement, 'Resource', 'NotResource');
  }
  return statements;
}

function parse(text: string): Members {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw malformed('This policy contains invalid Json');
  }
  if (!isMembers(document)) throw malformed("Policies must be valid JSON and the first byte must be '{'");
  return document;
}

function requireOne(statement: Members, member: string, opposite: string): void {
  if (statement[member] === undefined && statement[opposite] === undefined) {
    throw malformed(`Missing required field ${member}`);
  }
}

function malformed(message: string): ServiceFault {
  return new ServiceFault('MalformedPolicy', message);
}

/**
 * Whether S3 calls a bucket policy public, which is what GetBucketPolicyStatus tells and BlockPublicPolicy
 * refuses. S3 starts from "public" and lets a statement off only if it grants to fixed principals or
 * under a condition on one of a few keys whose values are fixed (no wildcard, no policy variable).
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
export function isPublicPolicy(text: string): boolean {
  return policyStatements(text).some(
    (statement) => statement['Effect'] === 'Allow' && grantsToAnyone(statement) && !narrowed(statement['Condition']),
  );
}

function grantsToAnyone(statement: Members): boolean {
  const principal = statement['Principal'];
  // NotPrincipal with Allow grants to everybody but those named.
  if (principal === undefined) return true;
  const named = isMembers(principal) ? Object.values(principal).flatMap(asList) : asList(principal);
  return named.some((name) => typeof name !== 'string' || isOpen(name));
}

/** A wildcard, or a policy variable, whose value the caller brings along. */
function isOpen(value: string): boolean {
  return value.includes('*') || value.includes('?') || value.includes('${');
}

const fixedKeys = new Set([
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceowner',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:userid',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
]);

/** Operators that demand equality. `…IfExists` and `ForAllValues:` hold when the key is absent, so they demand nothing. */
const equality = /^(?:ForAnyValue:)?(?:StringEquals(?:IgnoreCase)?|StringLike|ArnEquals|ArnLike)$/;

function narrowed(condition: unknown): boolean {
  if (!isMembers(condition)) return false;
  return Object.entries(condition).some(
    ([operator, keys]) =>
      isMembers(keys) &&
      Object.entries(keys).some(([key, values]) => narrows(operator, key.toLowerCase(), asList(values))),
  );
}

function narrows(operator: string, key: string, values: readonly unknown[]): boolean {
  if (values.length === 0 || !values.every((value) => typeof value === 'string')) return false;
  if (key === 'aws:sourceip') return operator === 'IpAddress' && values.every(isNarrowRange);
  if (!equality.test(operator) || !fixedKeys.has(key)) return false;
  // An access point's ARN may leave the access point's name open.
  if (key === 's3:dataaccesspointarn') return values.every((value) => !isOpen(value.replace(/accesspoint\/\*$/, '')));
  return values.every((value) => !isOpen(value));
}

/** Ranges broader than /8 (IPv4) or /32 (IPv6) count as public. */
function isNarrowRange(range: string): boolean {
  const [address = '', bits] = range.split('/');
  if (isOpen(range)) return false;
  const width = bits === undefined ? Number.POSITIVE_INFINITY : Number(bits);
  return width >= (address.includes(':') ? 32 : 8);
}

function asList(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
