import type { AccountFile } from '../../local/account/state.ts';
import { plantedSecret } from '../kit/fixture.ts';
import type { ReportFixture } from '../kit/report-fixture.ts';
import { signalAbout } from '../kit/signal.ts';

const region = 'eu-central-1';
const id = 'install-packages';
const arn = `arn:aws:sagemaker:${region}:111122223333:notebook-instance-lifecycle-config/${id}`;
const resource = { type: 'AWS::SageMaker::NotebookInstanceLifecycleConfig', id, arn };

function base64(...lines: string[]): string {
  return Buffer.from(lines.join('\n')).toString('base64');
}

function holding(onCreate: string, ...onStart: string[]): AccountFile {
  const settings = { OnCreate: [{ Content: onCreate }], OnStart: onStart.map((Content) => ({ Content })) };
  return { regions: { [region]: { sagemaker: { notebookLifecycleConfigs: { [id]: { settings } } } } } };
}

const harmless = base64('#!/bin/bash', 'set -e', 'DB_PASSWORD=$(aws secretsmanager get-secret-value --secret-id db)');

export const fixture: ReportFixture = {
  remediation: 'sagemaker-lifecycle-config-no-secrets',
  signal: signalAbout(
    resource,
    { apiCall: 'sagemaker:UpdateNotebookInstanceLifecycleConfig' },
    { source: 'cloudtrail' },
  ),
  otherSignals: [
    signalAbout(
      resource,
      { apiCall: 'sagemaker:CreateNotebookInstanceLifecycleConfig' },
      { source: 'cloudtrail', event: 'created' },
    ),
  ],
  wrong: [
    {
      name: 'two scripts hold a password and a private key',
      account: holding(
        base64('#!/bin/bash', `export DB_PASSWORD='${plantedSecret}'`),
        harmless,
        base64('cat > key.pem <<EOF', '-----BEGIN RSA PRIVATE KEY-----', plantedSecret, 'EOF'),
      ),
      why: [
        /^Line 2 of script 1 of OnCreate of install-packages holds a password, key or token$/,
        /^Line 2 of script 2 of OnStart of install-packages holds a private key$/,
      ],
      steps: [/^Revoke the secret/, /UpdateNotebookInstanceLifecycleConfig/],
    },
  ],
  right: holding(harmless),
  gone: { regions: { [region]: { sagemaker: {} } } },
};
