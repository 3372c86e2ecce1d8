import type * as z from 'zod';
import { AccountStateError, ServiceFault } from './errors.ts';
import { own } from './own.ts';
import { policyStatements } from './s3-policy.ts';
import type { AccountSeed } from './state.ts';
import { accountFile } from './state.ts';

/** What is wrong with an account file, and where. */
interface Problem {
  readonly where: string;
  readonly what: string;
}

/**
 * Reads an account file, the content of `--account FILE` after JSON.parse.
 *
 * @throws AccountStateError with one line for each problem: where it is, and what is wrong
 */
export function parseAccountState(json: unknown): AccountSeed {
  const parsed = accountFile.safeParse(json);
  if (!parsed.success) throw stateError(parsed.error.issues.flatMap(problemsOf));
  const problems = [...policyProblems(parsed.data), ...referenceProblems(parsed.data)];
  if (problems.length > 0) throw stateError(problems);
  return parsed.data;
}

/** Of a union's branches only the one that comes closest is worth showing. */
function problemsOf(issue: z.core.$ZodIssue): readonly Problem[] {
  const where = pathText(issue.path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        where: where === '' ? excerpt(key) : `${where}.${excerpt(key)}`,
        what: 'unknown member',
      }));
    case 'invalid_union': {
      const nested = issue.errors.toSorted((a, b) => depth(b) - depth(a))[0] ?? [];
      return depth(nested) > 0
        ? nested.flatMap((inner) => problemsOf({ ...inner, path: [...issue.path, ...inner.path] }))
        : [{ where, what: issue.message }];
    }
    default:
      return [{ where, what: issue.message }];
  }
}

function depth(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map(({ path }) => path.length));
}

/** A policy that S3 would never have accepted can't be in a bucket. */
function policyProblems({ s3 }: AccountSeed): readonly Problem[] {
  return Object.entries(s3.buckets).flatMap(([name, { policy }]) => {
    if (policy === undefined) return [];
    try {
      policyStatements(policy);
      return [];
    } catch (error) {
      if (!(error instanceof ServiceFault)) throw error;
      return [{ where: `s3.buckets.${excerpt(name)}.policy`, what: error.message }];
    }
  });
}

/**
 * What an endpoint runs must be known: by its configuration, or by a copy of its settings. A configuration
 * may name models that are gone, for on AWS too a model can be deleted under it.
 */
function referenceProblems({ regions }: AccountSeed): readonly Problem[] {
  return Object.entries(regions).flatMap(([region, { sagemaker }]) =>
    Object.entries(sagemaker.endpoints)
      .filter(
        ([, { config, settings }]) => settings === undefined && own(sagemaker.endpointConfigs, config) === undefined,
      )
      .map(([name, { config }]) => ({
        where: `regions.${excerpt(region)}.sagemaker.endpoints.${excerpt(name)}.config`,
        what: `no endpoint configuration ${JSON.stringify(excerpt(config))} in endpointConfigs`,
      })),
  );
}

function stateError(problems: readonly Problem[]): AccountStateError {
  const lines = problems.slice(0, 20).map(({ where, what }) => `  ${where === '' ? 'file' : where}: ${what}`);
  const more = problems.length > 20 ? `\n  and ${problems.length - 20} more` : '';
  return new AccountStateError(`this is not an account file:\n${lines.join('\n')}${more}`);
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? excerpt(String(key)) : `${text}.${excerpt(String(key))}`;
  }, '');
}

/** Names from the file are shown shortened and without control characters. */
function excerpt(name: string): string {
  const clean = name.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '?');
  return clean.length > 80 ? `${clean.slice(0, 79)}…` : clean;
}
