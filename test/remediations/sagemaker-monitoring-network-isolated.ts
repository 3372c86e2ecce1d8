import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';
import { essence, gone, inline, naming, networkOf, remove, run, schedule } from './monitoring.ts';

const vpc = { VpcConfig: { Subnets: ['subnet-0a1b2c3d4e5f60718'], SecurityGroupIds: ['sg-0a1b2c3d4e5f60718'] } };
const right = { ...vpc, EnableNetworkIsolation: true };

export const fixture: Fixture = {
  remediation: 'sagemaker-monitoring-network-isolated',
  signal: signalAbout(
    { type: 'AWS::SageMaker::MonitoringSchedule', id: schedule },
    { apiCall: 'sagemaker:UpdateMonitoringSchedule' },
    { source: 'cloudtrail' },
  ),
  otherSignals: [
    signalAbout(
      { type: 'AWS::SageMaker::DataQualityJobDefinition', id: 'fraud-drift-def' },
      { configRule: 'sagemaker-data-quality-job-isolation' },
    ),
  ],
  wrong: [
    { name: 'the jobs are in a VPC and not isolated', account: naming('DataQuality', vpc) },
    { name: 'the definition is in the schedule', account: inline({ EnableNetworkIsolation: false }) },
    { name: 'jobs that look for bias are not isolated', account: naming('ModelBias') },
    { name: 'jobs that look at the quality of answers are not isolated', account: naming('ModelQuality') },
    {
      name: 'jobs that explain are not isolated, and the policy says that they can be',
      account: naming('ModelExplainability'),
      parameters: { explainability: 'isolate' },
    },
  ],
  right: naming('DataQuality', right),
  gone,
  isRight: (state) => (networkOf(state) ?? right)['EnableNetworkIsolation'] === true,
  // The schedule names its definition, and the definition is isolated.
  readCalls: 2,
  breakAgain: (state) => run(state, vpc),
  fixByHand: (state) => run(state, right),
  remove,
  essence,
};
