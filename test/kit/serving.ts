import { settle } from '../../local/account/sagemaker-deployment.ts';
import type { AccountState, RegionState } from '../../local/account/state.ts';
import type { AnyWorld } from './wrong.ts';

/** Statuses in which an endpoint answers: while it is being updated, what ran before goes on. */
const answering = new Set(['InService', 'Updating', 'SystemUpdating', 'RollingBack']);

type Sagemaker = RegionState['sagemaker'];

/**
 * Where an account has an endpoint that does not answer, or that rests on something that is gone, and where a
 * monitoring schedule names a definition that does not exist.
 *
 * @param names the endpoints and schedules that there have to be
 */
export function unserved(state: AccountState, now: Date, names: readonly string[]): string[] {
  const regions = Object.values(state.regions).map(({ sagemaker }) => sagemaker);
  const there = regions.flatMap(({ endpoints, monitoringSchedules }) => [
    ...Object.keys(endpoints),
    ...Object.keys(monitoringSchedules),
  ]);
  return [
    ...names.filter((name) => !there.includes(name)).map((name) => `${name} is gone`),
    ...regions.flatMap((sagemaker) => [...endpointsOf(sagemaker, now), ...schedulesOf(sagemaker)]),
  ];
}

function endpointsOf(sagemaker: Sagemaker, now: Date): string[] {
  return Object.entries(sagemaker.endpoints).flatMap(([name, found]) => {
    const endpoint = settle(found, now);
    if (endpoint === undefined) return [`${name} is deleted`];
    const { status, config, variants, deployment } = endpoint;
    const idle = Object.values(variants).every(({ instances }) => instances === 0);
    const configs = status === 'Updating' && deployment !== undefined ? [config, deployment.config] : [config];
    return [
      ...(answering.has(status) ? [] : [`${name} is ${status}`]),
      ...(idle ? [`${name} runs nothing`] : []),
      ...configs.flatMap((of) => missing(sagemaker, of).map((what) => `${name} rests on ${what}, which is gone`)),
    ];
  });
}

/** AWS asks not to delete a configuration that is in use, or is being deployed. */
function missing({ endpointConfigs, models }: Sagemaker, config: string): string[] {
  const found = endpointConfigs[config];
  if (found === undefined) return [config];
  const { ProductionVariants = [], ShadowProductionVariants = [] } = found.settings;
  return [...(ProductionVariants ?? []), ...(ShadowProductionVariants ?? [])].flatMap(({ ModelName }) =>
    ModelName === undefined || models[ModelName] !== undefined ? [] : [ModelName],
  );
}

function schedulesOf({ monitoringSchedules, jobDefinitions }: Sagemaker): string[] {
  return Object.entries(monitoringSchedules).flatMap(([name, { config }]) => {
    const { MonitoringJobDefinitionName: definition, MonitoringType: type = 'DataQuality' } = config;
    const isThere = definition === undefined || jobDefinitions[type][definition] !== undefined;
    return isThere ? [] : [`${name} uses ${definition}, which is gone`];
  });
}

/**
 * Looks at the account before each call, and once more at the end.
 *
 * @returns gives what was ever found, each once
 */
export function watchServing({ account, clock }: Pick<AnyWorld, 'account' | 'clock'>): () => string[] {
  const found = new Set<string>();
  const names = Object.values(account.snapshot().regions).flatMap(({ sagemaker }) => [
    ...Object.keys(sagemaker.endpoints),
    ...Object.keys(sagemaker.monitoringSchedules),
  ]);
  const look = (): void =>
    account.edit((state) => {
      for (const complaint of unserved(state, clock.now(), names)) found.add(complaint);
    });
  account.fault({
    when: () => true,
    times: Number.POSITIVE_INFINITY,
    // Asked before each call, and lets it pass.
    kind: () => {
      look();
      return undefined;
    },
  });
  return () => {
    look();
    return [...found];
  };
}
