import { describe, expect, it } from 'vitest';
import { infrastructureTool, ownerFrom, ownerOf } from '../../../shared/pipeline/owner.ts';
import type { Actor } from '../../../shared/signals/signal.ts';

const ada: Actor = { arn: 'arn:aws:iam::111122223333:user/ada', userAgent: 'aws-cli/2.31.0' };
const terraform: Actor = {
  arn: 'arn:aws:sts::111122223333:assumed-role/deploy/ci',
  userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.9.0 (+https://www.terraform.io) terraform-provider-aws/6.0.0',
};
const cloudFormation: Actor = { ...ada, invokedBy: 'cloudformation.amazonaws.com' };

describe('the owner of a resource', () => {
  it('is the stack that its tags name', () => {
    expect(ownerOf({ 'aws:cloudformation:stack-name': 'fraud-platform', team: 'fraud' })).toEqual({
      tool: 'CloudFormation',
      where: 'stack fraud-platform',
    });
  });

  it('is named with the resource in the stack, where that is known', () => {
    const tags = { 'aws:cloudformation:stack-name': 'fraud', 'aws:cloudformation:logical-id': 'TrainingData' };

    expect(ownerOf(tags)?.where).toBe('stack fraud, resource TrainingData');
  });

  it('is nobody where no tag says so', () => {
    expect(ownerOf({ team: 'fraud', 'cloudformation:stack-name': 'pretended' })).toBeUndefined();
  });

  it('is shown without what a tag’s text could do to a terminal', () => {
    expect(ownerOf({ 'aws:cloudformation:stack-name': '\u001b[2Jfraud\nroot' })?.where).toBe('stack [2Jfraud root');
  });

  it('is by its tags, whoever made the last call', () => {
    expect(ownerFrom({ 'aws:cloudformation:stack-name': 'fraud' }, terraform)?.tool).toBe('CloudFormation');
  });

  it.each([
    ['Terraform', terraform, 'the Terraform code of arn:aws:sts::111122223333:assumed-role/deploy/ci'],
    ['CloudFormation', cloudFormation, 'the CloudFormation code of arn:aws:iam::111122223333:user/ada'],
  ])('is %s where tags say nothing and the call came through it', (tool, actor, where) => {
    expect(ownerFrom({}, actor)).toEqual({ tool, where });
    expect(ownerFrom(undefined, actor)).toEqual({ tool, where });
  });

  it.each([[undefined], [ada]])('is nobody where a person made the call: %j', (actor) => {
    expect(ownerFrom({}, actor)).toBeUndefined();
    expect(ownerFrom(undefined, actor)).toBeUndefined();
  });
});

describe('the tool of a call', () => {
  it.each([
    ['Terraform', terraform],
    ['CloudFormation', cloudFormation],
    [undefined, ada],
    [undefined, undefined],
    [undefined, { ...ada, invokedBy: 'cloudformation.amazonaws.com.example.com' }],
    [undefined, { ...ada, userAgent: 'NotTerraform/1.0' }],
    [undefined, { arn: ada.arn }],
  ])('is %s for %j', (tool, actor) => {
    expect(infrastructureTool(actor)).toBe(tool);
  });
});
