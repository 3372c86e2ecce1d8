import { statementsOf, textsOf } from '../../../shared/aws/policy-document.ts';
import { at } from '../../../shared/json.ts';
import { pinnedTo } from './pins.ts';
import { aiServicesOf, letsAssume } from './trust.ts';

/** Whom a trust policy lets in from other accounts. */

const accountOf = /^(?:arn:[^:]*:[^:]*:[^:]*:)?(\d{12})(?::|$)/;
const anything = /^(?![*?]*$)/;

/** Keys that say who is let in. What a third party has to know (its external id) is good for one that is named. */
const whoseKeys = ['aws:PrincipalOrgID', 'aws:PrincipalOrgPaths', 'aws:PrincipalAccount', 'aws:PrincipalArn'];

/**
 * What of a trust policy lets in who is neither of this account nor of those that are agreed upon, line by line.
 *
 * @param accounts those who may: this one, and the others
 */
export function foreignTrust(document: string, accounts: readonly string[]): readonly string[] {
  return [
    ...new Set(
      statementsOf(document)
        .filter(letsAssume)
        .flatMap((one) => foreignIn(one, accounts)),
    ),
  ];
}

function foreignIn(statement: unknown, accounts: readonly string[]): string[] {
  const principal = at(statement, 'Principal');
  const named = typeof principal === 'string' ? [principal] : textsOf(at(principal, 'AWS'));
  const whose = whoseKeys.some((key) => pinnedTo(statement, key, anything) !== undefined);
  const known = pinnedTo(statement, 'sts:ExternalId', anything) !== undefined;
  const people = named.flatMap((one) => {
    if (one === '*') return whose ? [] : ['Anybody may assume the role'];
    const account = accountOf.exec(one)?.[1];
    if (account === undefined || accounts.includes(account) || whose || known) return [];
    return [`${one} may assume the role without a condition`];
  });
  return [...people, ...sourcesIn(statement, accounts)];
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
