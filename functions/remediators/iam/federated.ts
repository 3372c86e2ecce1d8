import { textsOf } from '../../../shared/aws/policy-document.ts';
import { at } from '../../../shared/json.ts';
import { pinnedTo } from './pins.ts';
import { letsAssume } from './trust.ts';

/** Whom a trust policy lets in by the tokens of an identity provider. */

/**
 * Providers at whom everybody can get a token, also with the audience that others use: only the subject tells whose it
 * is, which begins with a kind and a name, such as `repo:octo-org/…`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
 */
const shared =
  /^(?:token\.actions\.githubusercontent\.com|gitlab\.com|app\.terraform\.io|agent\.buildkite\.com)(?:\/|$)/;
const somebody = /^[a-z_]+:[^/:*?]+(?:[/:]|$)/;

/** What a statement says who it means by, at providers that belong to somebody or know whom a token is for. */
const anything = /^(?![*?]*$)/;
/** The audience of every token that is meant for AWS tells nothing. */
const ours = /^(?!sts\.amazonaws\.com$)[^*?]+$/;

/**
 * Identity providers of which any token at all lets its holder in, line by line.
 *
 * @param accounts whose providers may be used
 */
export function tokensIn(statement: unknown, accounts: readonly string[]): string[] {
  if (!letsAssume(statement, 'sts:assumerolewithwebidentity')) return [];
  return textsOf(at(statement, 'Principal.Federated')).flatMap((provider) => {
    const [, account, path] = /^arn:[^:]*:iam::(\d{12}):oidc-provider\/(.+)$/.exec(provider) ?? [];
    if (account === undefined && provider.startsWith('arn:')) return [];
    if (account !== undefined && !accounts.includes(account)) return [`${provider} may let in whom it likes`];
    const issuer = path ?? provider;
    return isHeld(statement, issuer) ? [] : [`Whoever gets a token of ${issuer} may assume the role`];
  });
}

function isHeld(statement: unknown, issuer: string): boolean {
  if (shared.test(issuer)) return pinnedTo(statement, `${issuer}:sub`, somebody) !== undefined;
  return (
    pinnedTo(statement, `${issuer}:sub`, anything) !== undefined ||
    ['aud', 'app_id'].some((key) => pinnedTo(statement, `${issuer}:${key}`, ours) !== undefined)
  );
}
