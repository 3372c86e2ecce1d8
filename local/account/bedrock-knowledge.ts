import type {
  DataSource,
  DataSourceStatus,
  GetDataSourceRequest,
  GetDataSourceResponse,
  ListDataSourcesRequest,
  ListDataSourcesResponse,
  ListKnowledgeBasesRequest,
  ListKnowledgeBasesResponse,
  UpdateDataSourceRequest,
  UpdateDataSourceResponse,
} from '@aws-sdk/client-bedrock-agent';
import { conflict, invalid, notFound } from './bedrock-errors.ts';
import type { DataSourceState } from './bedrock-state.ts';
import { own, present } from './own.ts';
import { paginate } from './page.ts';
import { changeRegion, readRegion } from './region.ts';
import type { CallContext, Handler } from './simulation.ts';
import type { Stored } from './stored.ts';

function dataSourcesOf(id: string, context: CallContext): Readonly<Record<string, DataSourceState>> {
  const base = own(readRegion(context).bedrock.knowledgeBases, id);
  if (base === undefined) throw notFound(`Knowledge base ${id}`);
  return base.dataSources;
}

function find(base: string, id: string, context: CallContext): DataSourceState {
  const source = own(dataSourcesOf(base, context), id);
  if (source === undefined) throw notFound(`Data source ${id} of knowledge base ${base}`);
  return source;
}

function statusOf({ busy }: DataSourceState, now: Date): DataSourceStatus {
  return busy !== undefined && now < new Date(busy) ? 'UPDATING' : 'AVAILABLE';
}

function describe(
  knowledgeBaseId: string,
  dataSourceId: string,
  source: DataSourceState,
  now: Date,
): Stored<DataSource> {
  const { settings, created: createdAt, modified: updatedAt } = source;
  return { ...settings, knowledgeBaseId, dataSourceId, status: statusOf(source, now), createdAt, updatedAt };
}

export const getDataSource: Handler<GetDataSourceRequest, GetDataSourceResponse> = (request, context) => {
  const { knowledgeBaseId = '', dataSourceId = '' } = request;
  const source = find(knowledgeBaseId, dataSourceId, context);
  return { dataSource: describe(knowledgeBaseId, dataSourceId, source, context.now) };
};

/** Replaces all settings. How documents are cut into chunks and parsed is settled at creation. */
export const updateDataSource: Handler<UpdateDataSourceRequest, UpdateDataSourceResponse> = (request, context) => {
  const { knowledgeBaseId = '', dataSourceId = '', ...settings } = request;
  const source = find(knowledgeBaseId, dataSourceId, context);
  if (statusOf(source, context.now) !== 'AVAILABLE') throw conflict('The data source is being updated.');
  const { vectorIngestionConfiguration: before } = source.settings;
  if (JSON.stringify(settings.vectorIngestionConfiguration) !== JSON.stringify(before)) {
    throw invalid("The vectorIngestionConfiguration of a data source can't be changed.");
  }
  if (settings.dataSourceConfiguration?.type !== source.settings.dataSourceConfiguration?.type) {
    throw invalid("The type of a data source can't be changed.");
  }
  const key = settings.serverSideEncryptionConfiguration?.kmsKeyArn;
  if (key !== undefined && !/^arn:aws[a-z-]*:kms:/.test(key)) throw invalid('kmsKeyArn must be the ARN of a KMS key.');
  const { bedrock } = changeRegion(context);
  const changed: DataSourceState = {
    ...source,
    settings,
    modified: context.now.toISOString(),
    busy: new Date(context.now.getTime() + bedrock.seconds.dataSource * 1000).toISOString(),
  };
  const base = own(bedrock.knowledgeBases, knowledgeBaseId);
  if (base !== undefined) base.dataSources[dataSourceId] = changed;
  return { dataSource: describe(knowledgeBaseId, dataSourceId, changed, context.now) };
};

export const listKnowledgeBases: Handler<ListKnowledgeBasesRequest, ListKnowledgeBasesResponse> = (
  { maxResults = 100, nextToken },
  context,
) => {
  const { items, next } = paginate(
    Object.entries(readRegion(context).bedrock.knowledgeBases),
    ([id]) => id,
    { token: nextToken, size: maxResults, scope: 'ListKnowledgeBases' },
    () => invalid('The pagination token is invalid.'),
  );
  const knowledgeBaseSummaries = items.map(([knowledgeBaseId, { name, modified: updatedAt }]) => ({
    knowledgeBaseId,
    name,
    status: 'ACTIVE' as const,
    updatedAt,
  }));
  return present({ knowledgeBaseSummaries, nextToken: next });
};

export const listDataSources: Handler<ListDataSourcesRequest, ListDataSourcesResponse> = (
  { knowledgeBaseId = '', maxResults = 100, nextToken },
  context,
) => {
  const { items, next } = paginate(
    Object.entries(dataSourcesOf(knowledgeBaseId, context)),
    ([id]) => id,
    { token: nextToken, size: maxResults, scope: `ListDataSources ${knowledgeBaseId}` },
    () => invalid('The pagination token is invalid.'),
  );
  const dataSourceSummaries = items.map(([dataSourceId, source]) => ({
    knowledgeBaseId,
    dataSourceId,
    name: source.settings.name ?? '',
    status: statusOf(source, context.now),
    updatedAt: source.modified,
  }));
  return present({ dataSourceSummaries, nextToken: next });
};
