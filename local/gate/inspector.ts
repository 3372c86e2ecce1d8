import { Inspector2Client, ListCoverageCommand, ListFindingsCommand } from '@aws-sdk/client-inspector2';
import { service } from '../../shared/aws/service.ts';
import type { BoundServices } from '../../shared/aws/service.ts';

/** What a gate calls, and so what a pipeline's role has to allow: inspector2:ListCoverage, inspector2:ListFindings. */
export const inspecting = {
  inspector2: service('Inspector2', Inspector2Client, { ListCoverageCommand, ListFindingsCommand }),
};

export type Inspecting = BoundServices<typeof inspecting>['inspector2'];

/** A filter on exactly this text. */
export function is(value: string) {
  return [{ comparison: 'EQUALS' as const, value }];
}
