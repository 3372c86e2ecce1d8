import * as z from 'zod';
import { defineRemediation } from '../../../shared/remediation.ts';
import { assessSchedule, locateSchedules } from './monitoring-fault.ts';
import type { MonitoringFault } from './monitoring-fault.ts';
import { planSchedule } from './monitoring-swap.ts';
import { allSchedules, monitoring, scheduleTags } from './monitoring.ts';
import type { Job } from './monitoring.ts';

const fault: MonitoringFault = {
  member: 'EnableInterContainerTrafficEncryption',
  isIn: (job) => job.network['EnableInterContainerTrafficEncryption'] !== true && isAsked(job),
  has: 'does not encrypt the traffic between its containers',
  right: 'The traffic between the monitoring jobs’ containers is encrypted, or there is none.',
};

/**
 * For bias and explainability jobs the rules ask for it "when instance count is 2 or greater":
 * https://docs.aws.amazon.com/config/latest/developerguide/sagemaker-model-explainability-job-encrypt-in-transit.html
 */
function isAsked({ type, instances }: Job): boolean {
  return instances > 1 || type === 'DataQuality' || type === 'ModelQuality';
}

/** Has the containers of a monitoring job encrypt what they send each other. */
export const monitoringTrafficEncrypted = defineRemediation({
  id: 'sagemaker-monitoring-traffic-encrypted',
  title: 'Encrypt the traffic between monitoring jobs’ containers',
  description:
    'Creates a copy of the job definition with encryption between containers and has the monitoring schedule use it; a definition inside a schedule is changed in place. The old definition is kept.',
  severity: 'medium',
  impact: 'none',
  reversible: true,
  resource: 'AWS::SageMaker::MonitoringSchedule',
  controls: {
    securityHub: ['SageMaker.9', 'SageMaker.10', 'SageMaker.13', 'SageMaker.15', 'SageMaker.22'],
    configRules: [
      'sagemaker-data-quality-job-encrypt-in-transit',
      'sagemaker-model-bias-job-encrypt-in-transit',
      'sagemaker-model-explainability-job-encrypt-in-transit',
      'sagemaker-model-quality-job-encrypt-in-transit',
      'sagemaker-monitoring-schedule-traffic-encryption',
    ],
  },
  triggers: [
    {
      resource: 'AWS::SageMaker::DataQualityJobDefinition',
      configRule: ['sagemaker-data-quality-job-encrypt-in-transit'],
      control: ['SageMaker.9'],
    },
    {
      resource: 'AWS::SageMaker::ModelBiasJobDefinition',
      configRule: ['sagemaker-model-bias-job-encrypt-in-transit'],
      control: ['SageMaker.15'],
    },
    {
      resource: 'AWS::SageMaker::ModelExplainabilityJobDefinition',
      configRule: ['sagemaker-model-explainability-job-encrypt-in-transit'],
      control: ['SageMaker.10'],
    },
    {
      resource: 'AWS::SageMaker::ModelQualityJobDefinition',
      configRule: ['sagemaker-model-quality-job-encrypt-in-transit'],
      control: ['SageMaker.13'],
    },
    {
      resource: 'AWS::SageMaker::MonitoringSchedule',
      configRule: ['sagemaker-monitoring-schedule-traffic-encryption'],
      apiCall: ['sagemaker:CreateMonitoringSchedule', 'sagemaker:UpdateMonitoringSchedule'],
      control: ['SageMaker.22'],
    },
  ],
  parameters: z.strictObject({}),
  uses: { sagemaker: monitoring },
  locate: async ({ resource }, aws) => locateSchedules(resource, aws, fault),
  assess: async (target, aws) => assessSchedule(target, aws, fault),
  plan: (before) => planSchedule(before, fault, ['Distributed jobs may take longer.']),
  tags: async ({ id }, aws) => scheduleTags(aws, id),
  list: (aws) => allSchedules(aws),
});
