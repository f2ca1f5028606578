/** The system a test is given: processes of this machine, or containers when WELLSPRING_SYSTEM is `images`. */
import { startStack, type Stack, type StackOptions } from '../../stack/stack.ts';
import { startContainerStack } from './container-stack.ts';

export async function startSystemStack(options: StackOptions): Promise<Stack> {
  return process.env['WELLSPRING_SYSTEM'] === 'images' ? startContainerStack(options) : startStack(options);
}
