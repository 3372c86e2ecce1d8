import { answerCommand } from './answer.ts';

export const approveCommand = answerCommand('approve');
