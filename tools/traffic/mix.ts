/** What customers come for, as `start=1,invoices=3,bill=1`: the weights decide how often. */
import { Misuse } from '@wellspring/command';
import { type Errand, errands } from './customer.ts';

export type Mix = [errand: Errand, weight: number][];

/** @throws Misuse naming what is wrong */
export function parseMix(text: string): Mix {
  const mix = text.split(',').map((part): Mix[number] => {
    const [name = '', weight = ''] = part.split('=');
    const errand = errands.find((each) => each === name.trim());
    if (errand === undefined) throw new Misuse(`--mix: there is no "${name}"; there are ${errands.join(', ')}`);
    if (!/^\d+(\.\d+)?$/.test(weight)) throw new Misuse(`--mix: ${errand} needs a weight, as in ${errand}=3`);
    return [errand, Number(weight)];
  });
  if (!mix.some(([, weight]) => weight > 0)) throw new Misuse('--mix: something has to have a weight above 0');
  return mix;
}

/** @param chance from 0 up to 1 */
export function pick(mix: Mix, chance: number): Errand {
  let rest = chance * mix.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [errand, weight] of mix) {
    if (rest < weight) return errand;
    rest -= weight;
  }
  return mix.at(-1)?.[0] ?? 'start';
}
