import type { ReportFixture } from '../kit/report-fixture.ts';
import { signalAbout } from '../kit/signal.ts';
import { experiment, experimenting, gone, key } from './experiments.ts';

const resource = { type: 'AWS::SageMaker::InferenceExperiment', id: experiment };

export const fixture: ReportFixture = {
  remediation: 'sagemaker-inference-experiment-volume-encrypted',
  signal: signalAbout(resource, { configRule: 'sagemaker-inf-experiment-instance-storage-kms-encrypted' }),
  otherSignals: [signalAbout(resource, { apiCall: 'sagemaker:CreateInferenceExperiment' }, { source: 'cloudtrail' })],
  wrong: [
    {
      name: 'it runs on volumes without a key',
      account: experimenting({}),
      why: [/^The volumes of the instances that inference experiment fraud-shadow-test runs on have no KMS key$/],
      steps: [/^Stop inference experiment fraud-shadow-test/, /^Start it anew with the same settings and KmsKey/],
    },
    {
      name: 'it is over',
      account: experimenting({ KmsKey: '' }, 'Completed'),
      why: [/have no KMS key$/],
      steps: [/^Delete inference experiment fraud-shadow-test .*: it is over/],
    },
  ],
  right: experimenting({ KmsKey: key }),
  gone,
};
