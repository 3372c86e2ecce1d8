/**
 * Whether two ARNs are of the same user or role. A session and its role are the same: whoever can take on
 * the role could answer as any session of it. CloudTrail shows a role with its path
 * (`role/aws-reserved/sso.amazonaws.com/Admin`), a session never (`assumed-role/Admin/alice`), and names are
 * unique in an account whatever the path:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
export function samePrincipal(a: string, b: string): boolean {
  return principal(a) === principal(b);
}

const ROLE = /^arn:(aws[a-z-]*):iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/;
const SESSION = /^arn:(aws[a-z-]*):sts::(\d{12}):assumed-role\/([^/]+)(?:\/.*)?$/;
const USER = /^arn:(aws[a-z-]*):iam::(\d{12}):user\/(?:.*\/)?([^/]+)$/;

/** One spelling for one principal; an ARN of any other kind stands for itself. IAM's names don't differ by case alone. */
function principal(arn: string): string {
  const [, ...role] = ROLE.exec(arn) ?? SESSION.exec(arn) ?? [];
  if (role.length > 0) return ['role', ...role].join(' ').toLowerCase();
  const [, ...user] = USER.exec(arn) ?? [];
  return user.length > 0 ? ['user', ...user].join(' ').toLowerCase() : arn;
}
