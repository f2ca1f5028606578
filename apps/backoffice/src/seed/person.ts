import type { Language } from '../crm/customer.ts';
import type { Random } from './random.ts';

type Names = readonly [string, ...string[]];

const names: Record<Language, { first: Names; last: Names }> = {
  en: {
    first: ['Alice', 'Benjamin', 'Charlotte', 'Daniel', 'Emily', 'Frederick', 'Grace', 'Henry', 'Isla', 'James'],
    last: ['Baker', 'Carter', 'Davies', 'Ellis', 'Foster', "O'Neill", 'Harris', 'Mason', 'Turner', 'Walker'],
  },
  et: {
    first: ['Aino', 'Eha', 'Jaan', 'Kadri', 'Kalev', 'Liis', 'Märt', 'Õie', 'Tõnu', 'Urmas'],
    last: ['Ilves', 'Kask', 'Kivi', 'Kuusk', 'Lepik', 'Mägi', 'Põder', 'Saar', 'Tamm', 'Õunapuu'],
  },
  ru: {
    first: ['Анна', 'Борис', 'Вера', 'Дмитрий', 'Елена', 'Игорь', 'Мария', 'Николай', 'Ольга', 'Сергей'],
    last: ['Петренко', 'Коваль', 'Мельник', 'Гончар', 'Бондарь', 'Шевчук', 'Ткач', 'Лысенко', 'Мороз', 'Савчук'],
  },
};

export function makePerson(random: Random, language: Language): { firstName: string; lastName: string; phone: string } {
  const { first, last } = names[language];
  return {
    firstName: random.pick(first),
    lastName: random.pick(last),
    phone: `+372 5${String(random.integer(100, 999))} ${String(random.integer(1000, 9999))}`,
  };
}
