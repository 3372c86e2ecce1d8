import { statementsOf, textsOf } from '../../../shared/aws/policy-document.ts';
import { at } from '../../../shared/json.ts';
import { tokensIn } from './federated.ts';
import { pinnedTo } from './pins.ts';
import { aiServicesOf, letsAssume } from './trust.ts';

/** Whom a trust policy lets in from other accounts. */

const accountOf = /^(?:arn:[^:]*:[^:]*:[^:]*:)?(\d{12})(?::|$)/;

/** An organisation; a pattern such as `o-*` is any. */
const organisations = [
  ['aws:PrincipalOrgID', /^o-[a-z0-9]{10,32}$/],
  ['aws:PrincipalOrgPaths', /^o-[a-z0-9]{10,32}\//],
] as const;
/** Keys that say from which account somebody is, which may be a stranger's. */
const accountKeys = ['aws:PrincipalAccount', 'aws:PrincipalArn'];
/** What a third party has to know is good for one that is named. */
const externalId = /^[^*?]+$/;

/**
 * What of a trust policy lets in who is neither of this account nor of those that are agreed upon, line by line.
 *
 * @param accounts those who may: this one, and the others
 */
export function foreignTrust(document: string, accounts: readonly string[]): readonly string[] {
  return [
    ...new Set(statementsOf(document).flatMap((one) => [...foreignIn(one, accounts), ...tokensIn(one, accounts)])),
  ];
}

function foreignIn(statement: unknown, accounts: readonly string[]): string[] {
  if (!letsAssume(statement)) return [];
  const isAnyOf = organisations.some(([key, grammar]) => pinnedTo(statement, key, grammar) !== undefined);
  const isKnown = pinnedTo(statement, 'sts:ExternalId', externalId) !== undefined;
  const pinned = accountKeys.map((key) => pinnedTo(statement, key, accountOf)).find((found) => found !== undefined);
  const people = principalsOf(statement).flatMap((one) => {
    if (isAnyOf) return [];
    if (one !== '*') return isKnown || pinned !== undefined ? [] : strangersIn([one], accounts);
    if (pinned === undefined) return ['Anybody may assume the role'];
    return isKnown ? [] : strangersIn(pinned, accounts);
  });
  return [...people, ...sourcesIn(statement, accounts)];
}

/** All but some are anybody. */
function principalsOf(statement: unknown): readonly string[] {
  if (at(statement, 'NotPrincipal') !== undefined) return ['*'];
  const principal = at(statement, 'Principal');
  return typeof principal === 'string' ? [principal] : textsOf(at(principal, 'AWS'));
}

function strangersIn(named: readonly string[], accounts: readonly string[]): string[] {
  return named
    .filter((one) => {
      const account = accountOf.exec(one)?.[1];
      return account !== undefined && !accounts.includes(account);
    })
    .map((one) => `${one} may assume the role without a condition`);
}

/** Accounts on whose behalf an AI service may assume the role. */
function sourcesIn(statement: unknown, accounts: readonly string[]): string[] {
  const services = aiServicesOf(statement);
  if (services.length === 0) return [];
  const sources = [
    ...(pinnedTo(statement, 'aws:SourceAccount', accountOf) ?? []),
    ...(pinnedTo(statement, 'aws:SourceArn', accountOf) ?? []),
  ].flatMap((source) => accountOf.exec(source)?.[1] ?? []);
  const others = [...new Set(sources)].filter((account) => !accounts.includes(account));
  return others.map((account) => `${services.join(', ')} may assume the role on behalf of account ${account}`);
}
