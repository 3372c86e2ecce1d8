import * as client from '@aws-sdk/client-sagemaker';
import {
  createEndpointConfig,
  deleteEndpointConfig,
  describeEndpointConfig,
  listEndpointConfigs,
} from './sagemaker-configs.ts';
import { describeDomain, listApps, listDomains, updateDomain } from './sagemaker-domains.ts';
import { describeEndpoint, listEndpoints } from './sagemaker-describe.ts';
import {
  createEndpoint,
  deleteEndpoint,
  updateEndpoint,
  updateEndpointWeightsAndCapacities,
} from './sagemaker-endpoints.ts';
import { createModelPackageGroup, describeModelPackageGroup, listModelPackageGroups } from './sagemaker-groups.ts';
import { createModel, deleteModel, describeModel, listModels } from './sagemaker-models.ts';
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
    CreateEndpoint: createEndpoint,
    CreateEndpointConfig: createEndpointConfig,
    CreateModel: createModel,
    CreateModelPackage: createModelPackage,
    CreateModelPackageGroup: createModelPackageGroup,
    DeleteEndpoint: deleteEndpoint,
    DeleteEndpointConfig: deleteEndpointConfig,
    DeleteModel: deleteModel,
    DeleteTags: deleteTags,
    DescribeDomain: describeDomain,
    DescribeEndpoint: describeEndpoint,
    DescribeEndpointConfig: describeEndpointConfig,
    DescribeModel: describeModel,
    DescribeModelPackage: describeModelPackage,
    DescribeModelPackageGroup: describeModelPackageGroup,
    DescribeNotebookInstance: describeNotebookInstance,
    ListAppImageConfigs: listAppImageConfigs,
    ListApps: listApps,
    ListDomains: listDomains,
    ListEndpointConfigs: listEndpointConfigs,
    ListEndpoints: listEndpoints,
    ListFeatureGroups: listFeatureGroups,
    ListImages: listImages,
    ListInferenceExperiments: listInferenceExperiments,
    ListModelPackageGroups: listModelPackageGroups,
    ListModelPackages: listModelPackages,
    ListModels: listModels,
    ListNotebookInstances: listNotebookInstances,
    ListTags: listTags,
    StartNotebookInstance: startNotebookInstance,
    StopNotebookInstance: stopNotebookInstance,
    UpdateDomain: updateDomain,
    UpdateEndpoint: updateEndpoint,
    UpdateEndpointWeightsAndCapacities: updateEndpointWeightsAndCapacities,
    UpdateModelPackage: updateModelPackage,
    UpdateNotebookInstance: updateNotebookInstance,
  },
};
