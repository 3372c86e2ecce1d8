import type { PublishCommandInput } from '@aws-sdk/client-sns';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SdkClient } from '../../../shared/aws/service.ts';
import { snsNotices } from '../../../shared/notify/notices.ts';

const arn = 'arn:aws:sns:eu-central-1:111122223333:redress-notices';

/** A topic that takes what SNS takes: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
function topic() {
  const messages: PublishCommandInput[] = [];
  const client: SdkClient = {
    async send(command) {
      const { input } = command as { input: PublishCommandInput };
      const { Subject = '', Message = '' } = input;
      if (!/^[\x20-\x7e]{0,99}$/.test(Subject)) throw new Error(`Invalid parameter: Subject: ${Subject}`);
      if (Buffer.byteLength(Message) > 262_144) throw new Error('Invalid parameter: Message too long');
      messages.push(input);
      return {};
    },
  };
  return { notices: snsNotices(client, arn), messages };
}

describe('a notice', () => {
  it('goes to the topic with its subject and text', async () => {
    const { notices, messages } = topic();

    await notices.send({
      subject: 'Redress stops at training-data',
      text: 'What was put right has come back.\nTwice.',
    });

    expect(messages).toEqual([
      {
        TopicArn: arn,
        Subject: 'Redress stops at training-data',
        Message: 'What was put right has come back.\nTwice.',
      },
    ]);
  });

  it.each([
    ['other scripts', 'Redress asks: Größe 大', 'Redress asks: Gr??e ?'],
    ['line breaks, with which headers are forged', 'Redress\r\nBcc: all@example.com', 'Redress Bcc: all@example.com'],
    ['colours', '\u001b[31mRedress', '[31mRedress'],
  ])('has a subject without %s', async (_, subject, shown) => {
    const { notices, messages } = topic();

    await notices.send({ subject, text: 'text' });

    expect(messages[0]?.Subject).toBe(shown);
  });

  it('is one that SNS takes, whatever its subject and text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.constantFrom('x', 'ß', '大', '😀', '\ud83d'),
        fc.integer({ min: 0, max: 300_000 }),
        async (subject, character, count) => {
          const { notices, messages } = topic();

          await notices.send({ subject, text: character.repeat(count) });

          expect(messages).toHaveLength(1);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('fails where SNS does', async () => {
    const client: SdkClient = {
      send: async () => {
        throw new Error('AuthorizationError');
      },
    };

    await expect(snsNotices(client, arn).send({ subject: 's', text: 't' })).rejects.toThrow('AuthorizationError');
  });
});
