import type { AccountFile } from '../../local/account/state.ts';
import type { ReportFixture } from '../kit/report-fixture.ts';
import { signalAbout } from '../kit/signal.ts';
import { withAgentcore } from './agentcore.ts';

const type = 'AWS::BedrockAgentCore::Memory';
const id = 'claims_memory-Ab3Cd5Ef7G';
const encryptionKeyArn = 'arn:aws:kms:eu-central-1:111122223333:key/99998888-7777-6666-5555-444433332222';

function holding(more: { encryptionKeyArn?: string }): AccountFile {
  return withAgentcore({
    memories: { [id]: { settings: { name: 'claims_memory', eventExpiryDuration: 30, ...more } } },
  });
}

export const fixture: ReportFixture = {
  remediation: 'agentcore-memory-encrypted',
  signal: signalAbout({ type, id }, { configRule: 'bedrock-agentcore-memory-encryption-enabled' }),
  otherSignals: [signalAbout({ type, id }, { apiCall: 'bedrock-agentcore:CreateMemory' })],
  wrong: [
    {
      name: 'the memory has no key',
      account: holding({}),
      why: [/^Memory claims_memory has no KMS key of the account's$/],
      steps: [
        /^Create a memory with the settings and strategies of claims_memory-Ab3Cd5Ef7G .*encryptionKeyArn/,
        /Events expire by themselves after 30 days/,
        /DeleteMemory/,
      ],
    },
  ],
  right: holding({ encryptionKeyArn }),
  gone: withAgentcore({}),
};
