import type { AccountFile } from '../../local/account/state.ts';

type Region = NonNullable<AccountFile['regions']>[string];
export type StoredFinding = NonNullable<NonNullable<Region['inspector2']>['findings']>[number];

/** A critical vulnerability with a known exploit in a package, or one that differs. */
export function finding(
  resource: StoredFinding['resources'] extends readonly (infer R)[] | undefined ? R : never,
  changes: Partial<StoredFinding> = {},
): StoredFinding {
  return {
    findingArn: `arn:aws:inspector2:eu-central-1:111122223333:finding/${'6'.repeat(32)}`,
    awsAccountId: '111122223333',
    description: 'A crafted image makes whoever opens it run what it holds.',
    type: 'PACKAGE_VULNERABILITY',
    severity: 'CRITICAL',
    status: 'ACTIVE',
    exploitAvailable: 'YES',
    firstObservedAt: '2026-11-10T10:00:00Z',
    lastObservedAt: '2026-11-19T10:00:00Z',
    remediation: { recommendation: { text: 'None Provided' } },
    packageVulnerabilityDetails: {
      vulnerabilityId: 'CVE-2026-66666',
      source: 'NVD',
      vulnerablePackages: [{ name: 'pillow', version: '10.0.1', fixedInVersion: '10.4.0' }],
    },
    resources: [resource],
    ...changes,
  };
}

export function aboutFunction(name: string, changes: Partial<StoredFinding> = {}): StoredFinding {
  return finding(
    {
      type: 'AWS_LAMBDA_FUNCTION',
      id: `arn:aws:lambda:eu-central-1:111122223333:function:${name}:$LATEST`,
      details: {
        awsLambdaFunction: {
          functionName: name,
          runtime: 'PYTHON_3_11',
          version: '$LATEST',
          codeSha256: 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=',
          executionRoleArn: `arn:aws:iam::111122223333:role/${name}`,
        },
      },
    },
    changes,
  );
}

export function aboutInstance(id: string, changes: Partial<StoredFinding> = {}): StoredFinding {
  return finding({ type: 'AWS_EC2_INSTANCE', id, details: { awsEc2Instance: { type: 'g5.xlarge' } } }, changes);
}
