import type { PutBucketAclRequest } from '@aws-sdk/client-s3';
import { ServiceFault, UnsupportedOperation } from './errors.ts';
import { canonicalUser } from './names.ts';
import type { Stored } from './stored.ts';
import type { BucketGrant } from './state.ts';

export const allUsers = 'http://acs.amazonaws.com/groups/global/AllUsers';
export const authenticatedUsers = 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers';

/**
 * "Amazon S3 considers a bucket or object ACL public if it grants any permissions to members of the
 * predefined AllUsers or AuthenticatedUsers groups."
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export function isPublicGrant({ Grantee }: BucketGrant): boolean {
  return Grantee?.URI === allUsers || Grantee?.URI === authenticatedUsers;
}

type Permission = NonNullable<BucketGrant['Permission']>;

function toGroup(URI: string, Permission: Permission): BucketGrant {
  return { Grantee: { Type: 'Group', URI }, Permission };
}

function toUser(ID: string, Permission: Permission): BucketGrant {
  return { Grantee: { Type: 'CanonicalUser', ID }, Permission };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl, those for buckets. */
export function cannedGrants(acl: string, account: string): BucketGrant[] {
  const owner = toUser(canonicalUser(account), 'FULL_CONTROL');
  switch (acl) {
    case 'private':
      return [owner];
    case 'public-read':
      return [owner, toGroup(allUsers, 'READ')];
    case 'public-read-write':
      return [owner, toGroup(allUsers, 'READ'), toGroup(allUsers, 'WRITE')];
    case 'authenticated-read':
      return [owner, toGroup(authenticatedUsers, 'READ')];
    default:
      throw new UnsupportedOperation(`canned ACL ${JSON.stringify(acl.slice(0, 40))}`);
  }
}

const headers = [
  ['GrantFullControl', 'FULL_CONTROL'],
  ['GrantRead', 'READ'],
  ['GrantReadACP', 'READ_ACP'],
  ['GrantWrite', 'WRITE'],
  ['GrantWriteACP', 'WRITE_ACP'],
] as const;

type AclRequest = Pick<Stored<PutBucketAclRequest>, 'ACL' | 'AccessControlPolicy' | (typeof headers)[number][0]>;

/** The grants that a request asks for in one of the three ways S3 knows; undefined: in none. */
export function requestedGrants(request: AclRequest, account: string): BucketGrant[] | undefined {
  const given = headers.filter(([member]) => request[member] !== undefined);
  const ways = [request.ACL, request.AccessControlPolicy].filter((way) => way !== undefined);
  if (ways.length + (given.length > 0 ? 1 : 0) > 1) {
    throw new ServiceFault('InvalidRequest', 'Specifying both Canned ACLs and Header Grants is not allowed');
  }
  if (request.ACL !== undefined) return cannedGrants(request.ACL, account);
  if (request.AccessControlPolicy !== undefined) return checked(request.AccessControlPolicy.Grants ?? []);
  if (given.length === 0) return undefined;
  return given.flatMap(([member, permission]) => headerGrants(request[member] ?? '', permission));
}

const permissions: readonly string[] = headers.map(([, permission]) => permission);
const granteeTypes: readonly string[] = ['AmazonCustomerByEmail', 'CanonicalUser', 'Group'];

function checked(grants: readonly BucketGrant[]): BucketGrant[] {
  for (const { Grantee, Permission } of grants) {
    if (!permissions.includes(Permission ?? '') || !granteeTypes.includes(Grantee?.Type ?? '')) {
      throw new ServiceFault(
        'MalformedACLError',
        'The XML you provided was not well-formed or did not validate against our published schema',
      );
    }
  }
  return [...grants];
}

/** `uri="…", id="…"` as the x-amz-grant headers write it. */
function headerGrants(header: string, permission: Permission): BucketGrant[] {
  return header.split(',').map((part) => {
    const [, kind, value] = /^\s*(\w+)\s*=\s*"?([^"]*)"?\s*$/.exec(part) ?? [];
    if (kind === undefined || value === undefined)
      throw new ServiceFault('InvalidArgument', 'Argument format not recognized');
    switch (kind) {
      case 'uri':
        return toGroup(value, permission);
      case 'id':
        return toUser(value, permission);
      default:
        throw new UnsupportedOperation(`grant to ${JSON.stringify(kind.slice(0, 40))}`);
    }
  });
}
