import * as z from 'zod';
import { defineRemediation } from '../../../shared/remediation.ts';
import { assessSchedule, locateSchedules } from './monitoring-fault.ts';
import type { MonitoringFault } from './monitoring-fault.ts';
import { planSchedule } from './monitoring-swap.ts';
import { allSchedules, monitoring, scheduleTags } from './monitoring.ts';
import type { Job } from './monitoring.ts';

const parameters = z.strictObject({
  explainability: z
    .enum(['isolate', 'report'])
    .default('report')
    .describe(
      'What to do with jobs of type ModelExplainability: they ask the model through an endpoint, which an isolated container can’t reach.',
    ),
});

const fault: MonitoringFault = {
  member: 'EnableNetworkIsolation',
  isIn: ({ network }) => network['EnableNetworkIsolation'] !== true,
  has: 'has no network isolation',
  right: 'The monitoring jobs are isolated from the network.',
};

/**
 * Has monitoring jobs run without network. SageMaker itself brings their data and takes their results, but
 * an explainability job asks the model through an endpoint of its own:
 * https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-processing-job-run.html
 */
export const monitoringNetworkIsolated = defineRemediation({
  id: 'sagemaker-monitoring-network-isolated',
  title: 'Isolate monitoring jobs from the network',
  description:
    'Creates a copy of the job definition with network isolation and has the monitoring schedule use it; a definition inside a schedule is changed in place. The old definition is kept.',
  severity: 'high',
  // A container that calls out fails, and then nobody is told of drift.
  impact: 'disruptive',
  reversible: true,
  resource: 'AWS::SageMaker::MonitoringSchedule',
  controls: {
    securityHub: ['SageMaker.11', 'SageMaker.12', 'SageMaker.14', 'SageMaker.20', 'SageMaker.25'],
    configRules: [
      'sagemaker-data-quality-job-isolation',
      'sagemaker-model-bias-job-isolation',
      'sagemaker-model-explainability-job-network-isolation',
      'sagemaker-model-quality-job-definition-isolation',
      'sagemaker-monitoring-schedule-isolation',
    ],
  },
  triggers: [
    {
      resource: 'AWS::SageMaker::DataQualityJobDefinition',
      configRule: ['sagemaker-data-quality-job-isolation'],
      control: ['SageMaker.11'],
    },
    {
      resource: 'AWS::SageMaker::ModelBiasJobDefinition',
      configRule: ['sagemaker-model-bias-job-isolation'],
      control: ['SageMaker.12'],
    },
    {
      resource: 'AWS::SageMaker::ModelExplainabilityJobDefinition',
      configRule: ['sagemaker-model-explainability-job-network-isolation'],
      control: ['SageMaker.20'],
    },
    {
      resource: 'AWS::SageMaker::ModelQualityJobDefinition',
      configRule: ['sagemaker-model-quality-job-definition-isolation'],
      control: ['SageMaker.25'],
    },
    {
      resource: 'AWS::SageMaker::MonitoringSchedule',
      configRule: ['sagemaker-monitoring-schedule-isolation'],
      apiCall: ['sagemaker:CreateMonitoringSchedule', 'sagemaker:UpdateMonitoringSchedule'],
      control: ['SageMaker.14'],
    },
  ],
  parameters,
  uses: { sagemaker: monitoring },
  locate: async ({ resource }, aws) => locateSchedules(resource, aws, fault),
  assess: async (target, aws, { explainability }) =>
    assessSchedule(target, aws, fault, (job) => (explainability === 'isolate' ? undefined : obstacle(job))),
  plan: (before) =>
    planSchedule(before, fault, ['A container that calls other services fails: look at the next execution.']),
  tags: async ({ id }, aws) => scheduleTags(aws, id),
  list: (aws) => allSchedules(aws),
});

function obstacle({ type }: Job): readonly string[] | undefined {
  if (type !== 'ModelExplainability') return undefined;
  return [
    'Explainability jobs ask the model through an endpoint, which an isolated container can’t reach: exempt the schedule, or stop it.',
    'If its container needs no network, set remediations.sagemaker-monitoring-network-isolated.parameters.explainability: isolate.',
  ];
}
