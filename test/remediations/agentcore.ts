import type { AccountFile, AccountState } from '../../local/account/state.ts';

/** What the fixtures of AgentCore's remediations have in common. */

export const region = 'eu-central-1';

export type Agentcore = NonNullable<NonNullable<NonNullable<AccountFile['regions']>[string]>['agentcore']>;

export function withAgentcore(agentcore: Agentcore): AccountFile {
  return { regions: { [region]: { agentcore } } };
}

export function agentcoreOf(state: AccountState): AccountState['regions'][string]['agentcore'] | undefined {
  return state.regions[region]?.agentcore;
}
