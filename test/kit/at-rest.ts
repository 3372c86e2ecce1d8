import { settle } from '../../local/account/sagemaker-deployment.ts';
import { settleExperiment } from '../../local/account/sagemaker-experiments.ts';
import { settleDomain } from '../../local/account/sagemaker-domains.ts';
import { settleJobs } from '../../local/account/sagemaker-jobs.ts';
import { settleSchedule } from '../../local/account/sagemaker-monitoring.ts';
import { settleNotebook } from '../../local/account/sagemaker-notebooks.ts';
import type { AccountState, RegionState } from '../../local/account/state.ts';
import type { TestWorld } from './world.ts';

/** Longer than any deployment or deletion takes. */
const day = 86_400_000;

/**
 * The account once everything that is under way has ended. A snapshot alone shows an endpoint in the status
 * that it had when it was written last; what is due shows when somebody reads it.
 */
export function atRest({ account, clock }: Pick<TestWorld, 'account' | 'clock'>): AccountState {
  const state = account.snapshot();
  const later = new Date(clock.now().getTime() + day);
  const regions = Object.entries(state.regions).map(([name, region]) => [name, settled(region, later)]);
  return { ...state, regions: Object.fromEntries(regions) };
}

function settled(region: RegionState, at: Date): RegionState {
  const endpoints = Object.entries(region.sagemaker.endpoints).flatMap(([name, endpoint]) => {
    const found = settle(endpoint, at);
    return found === undefined ? [] : [[name, found]];
  });
  const notebooks = Object.entries(region.sagemaker.notebooks).map(([name, found]) => [
    name,
    settleNotebook(found, at),
  ]);
  const domains = Object.entries(region.sagemaker.domains).map(([id, found]) => [id, settleDomain(found, at)]);
  const schedules = Object.entries(region.sagemaker.monitoringSchedules).map(([name, found]) => [
    name,
    settleSchedule(found, at),
  ]);
  const experiments = Object.entries(region.sagemaker.inferenceExperiments).map(([name, found]) => [
    name,
    settleExperiment(found, at),
  ]);
  const sagemaker = {
    ...region.sagemaker,
    inferenceExperiments: Object.fromEntries(experiments),
    monitoringSchedules: Object.fromEntries(schedules),
    domains: Object.fromEntries(domains),
    endpoints: Object.fromEntries(endpoints),
    jobs: settleJobs(region.sagemaker.jobs, at),
    notebooks: Object.fromEntries(notebooks),
  };
  return { ...region, sagemaker };
}
