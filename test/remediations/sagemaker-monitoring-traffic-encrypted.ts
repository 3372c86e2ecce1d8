import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';
import { essence, gone, inline, naming, networkOf, remove, run, schedule } from './monitoring.ts';

const wrong = { EnableNetworkIsolation: true };
const right = { ...wrong, EnableInterContainerTrafficEncryption: true };

export const fixture: Fixture = {
  remediation: 'sagemaker-monitoring-traffic-encrypted',
  signal: signalAbout(
    { type: 'AWS::SageMaker::MonitoringSchedule', id: schedule },
    { configRule: 'sagemaker-monitoring-schedule-traffic-encryption' },
  ),
  otherSignals: [
    signalAbout(
      { type: 'AWS::SageMaker::DataQualityJobDefinition', id: 'fraud-drift-def' },
      { configRule: 'sagemaker-data-quality-job-encrypt-in-transit' },
    ),
  ],
  wrong: [
    { name: 'a stopped schedule’s jobs send in clear', account: naming('DataQuality', wrong, 'Stopped') },
    { name: 'the definition is in the schedule', account: inline() },
    { name: 'jobs that look for bias send in clear', account: naming('ModelBias', wrong) },
    { name: 'jobs that explain send in clear', account: naming('ModelExplainability', wrong) },
    { name: 'jobs that look at the quality of answers send in clear', account: naming('ModelQuality', wrong) },
  ],
  right: naming('DataQuality', right),
  gone,
  isRight: (state) => (networkOf(state) ?? right)['EnableInterContainerTrafficEncryption'] === true,
  readCalls: 2,
  breakAgain: (state) => run(state, wrong),
  fixByHand: (state) => run(state, right),
  remove,
  essence,
};
