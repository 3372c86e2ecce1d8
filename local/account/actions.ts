export { iamAction } from '../../shared/aws/iam-actions.ts';
