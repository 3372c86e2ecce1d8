import * as client from '@aws-sdk/client-sagemaker';
import {
  createEndpointConfig,
  deleteEndpointConfig,
  describeEndpointConfig,
  listEndpointConfigs,
} from './sagemaker-configs.ts';
import { describeDomain, listApps, listDomains, updateDomain } from './sagemaker-domains.ts';
import { describeEndpoint, listEndpoints } from './sagemaker-describe.ts';
import { describeInferenceExperiment, updateInferenceExperiment } from './sagemaker-experiments.ts';
import { describeFeatureGroup } from './sagemaker-feature-groups.ts';
import {
  describeNotebookInstanceLifecycleConfig,
  describeStudioLifecycleConfig,
  listNotebookInstanceLifecycleConfigs,
  listStudioLifecycleConfigs,
} from './sagemaker-lifecycle-configs.ts';
import {
  createEndpoint,
  deleteEndpoint,
  updateEndpoint,
  updateEndpointWeightsAndCapacities,
} from './sagemaker-endpoints.ts';
import {
  describeAutoMLJobV2,
  describeHyperParameterTuningJob,
  describeProcessingJob,
  describeTrainingJob,
  describeTransformJob,
} from './sagemaker-job-describe.ts';
import {
  listAutoMLJobs,
  listHyperParameterTuningJobs,
  listProcessingJobs,
  listTrainingJobs,
  listTransformJobs,
} from './sagemaker-job-lists.ts';
import {
  stopAutoMLJob,
  stopHyperParameterTuningJob,
  stopProcessingJob,
  stopTrainingJob,
  stopTransformJob,
} from './sagemaker-jobs.ts';
import { createModelPackageGroup, describeModelPackageGroup, listModelPackageGroups } from './sagemaker-groups.ts';
import { dataQuality, modelBias, modelExplainability, modelQuality } from './sagemaker-job-definitions.ts';
import { createModel, deleteModel, describeModel, listModels } from './sagemaker-models.ts';
import {
  createMonitoringSchedule,
  describeMonitoringSchedule,
  listMonitoringSchedules,
  updateMonitoringSchedule,
} from './sagemaker-monitoring.ts';
import {
  describeNotebookInstance,
  listNotebookInstances,
  startNotebookInstance,
  stopNotebookInstance,
  updateNotebookInstance,
} from './sagemaker-notebooks.ts';
import { batchDescribeModelPackage, listModelPackages } from './sagemaker-package-lists.ts';
import { createModelPackage, describeModelPackage, updateModelPackage } from './sagemaker-packages.ts';
import { listAppImageConfigs, listFeatureGroups, listImages, listInferenceExperiments } from './sagemaker-tag-only.ts';
import { addTags, deleteTags, listTags } from './sagemaker-tags.ts';
import type { Simulation } from './simulation.ts';

/** SageMaker, as far as the remediations go. */
export const sagemaker: Simulation = {
  service: 'SageMaker',
  client: { ...client },
  Exception: client.SageMakerServiceException,
  operations: {
    AddTags: addTags,
    BatchDescribeModelPackage: batchDescribeModelPackage,
    CreateDataQualityJobDefinition: dataQuality.create,
    CreateEndpoint: createEndpoint,
    CreateEndpointConfig: createEndpointConfig,
    CreateModel: createModel,
    CreateModelBiasJobDefinition: modelBias.create,
    CreateModelExplainabilityJobDefinition: modelExplainability.create,
    CreateModelPackage: createModelPackage,
    CreateModelPackageGroup: createModelPackageGroup,
    CreateModelQualityJobDefinition: modelQuality.create,
    CreateMonitoringSchedule: createMonitoringSchedule,
    DeleteDataQualityJobDefinition: dataQuality.delete,
    DeleteEndpoint: deleteEndpoint,
    DeleteEndpointConfig: deleteEndpointConfig,
    DeleteModel: deleteModel,
    DeleteModelBiasJobDefinition: modelBias.delete,
    DeleteModelExplainabilityJobDefinition: modelExplainability.delete,
    DeleteModelQualityJobDefinition: modelQuality.delete,
    DeleteTags: deleteTags,
    DescribeAutoMLJobV2: describeAutoMLJobV2,
    DescribeDataQualityJobDefinition: dataQuality.describe,
    DescribeDomain: describeDomain,
    DescribeEndpoint: describeEndpoint,
    DescribeEndpointConfig: describeEndpointConfig,
    DescribeHyperParameterTuningJob: describeHyperParameterTuningJob,
    DescribeFeatureGroup: describeFeatureGroup,
    DescribeInferenceExperiment: describeInferenceExperiment,
    DescribeModel: describeModel,
    DescribeModelBiasJobDefinition: modelBias.describe,
    DescribeModelExplainabilityJobDefinition: modelExplainability.describe,
    DescribeModelPackage: describeModelPackage,
    DescribeModelPackageGroup: describeModelPackageGroup,
    DescribeModelQualityJobDefinition: modelQuality.describe,
    DescribeMonitoringSchedule: describeMonitoringSchedule,
    DescribeNotebookInstance: describeNotebookInstance,
    DescribeNotebookInstanceLifecycleConfig: describeNotebookInstanceLifecycleConfig,
    DescribeStudioLifecycleConfig: describeStudioLifecycleConfig,
    DescribeProcessingJob: describeProcessingJob,
    DescribeTrainingJob: describeTrainingJob,
    DescribeTransformJob: describeTransformJob,
    ListAppImageConfigs: listAppImageConfigs,
    ListApps: listApps,
    ListAutoMLJobs: listAutoMLJobs,
    ListDataQualityJobDefinitions: dataQuality.list,
    ListDomains: listDomains,
    ListEndpointConfigs: listEndpointConfigs,
    ListEndpoints: listEndpoints,
    ListFeatureGroups: listFeatureGroups,
    ListHyperParameterTuningJobs: listHyperParameterTuningJobs,
    ListImages: listImages,
    ListInferenceExperiments: listInferenceExperiments,
    ListModelBiasJobDefinitions: modelBias.list,
    ListModelExplainabilityJobDefinitions: modelExplainability.list,
    ListModelPackageGroups: listModelPackageGroups,
    ListModelPackages: listModelPackages,
    ListModelQualityJobDefinitions: modelQuality.list,
    ListModels: listModels,
    ListMonitoringSchedules: listMonitoringSchedules,
    ListNotebookInstanceLifecycleConfigs: listNotebookInstanceLifecycleConfigs,
    ListNotebookInstances: listNotebookInstances,
    ListStudioLifecycleConfigs: listStudioLifecycleConfigs,
    ListProcessingJobs: listProcessingJobs,
    ListTags: listTags,
    ListTrainingJobs: listTrainingJobs,
    ListTransformJobs: listTransformJobs,
    StartNotebookInstance: startNotebookInstance,
    StopAutoMLJob: stopAutoMLJob,
    StopHyperParameterTuningJob: stopHyperParameterTuningJob,
    StopNotebookInstance: stopNotebookInstance,
    StopProcessingJob: stopProcessingJob,
    StopTrainingJob: stopTrainingJob,
    StopTransformJob: stopTransformJob,
    UpdateDomain: updateDomain,
    UpdateEndpoint: updateEndpoint,
    UpdateEndpointWeightsAndCapacities: updateEndpointWeightsAndCapacities,
    UpdateInferenceExperiment: updateInferenceExperiment,
    UpdateModelPackage: updateModelPackage,
    UpdateMonitoringSchedule: updateMonitoringSchedule,
    UpdateNotebookInstance: updateNotebookInstance,
  },
};
