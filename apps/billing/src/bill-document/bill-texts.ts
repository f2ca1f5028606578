/** The words on a printed bill. */
export interface BillTexts {
  bill: string;
  customer: string;
  account: string;
  issued: string;
  due: string;
  period: string;
  description: string;
  vatRate: string;
  net: string;
  vat: string;
  gross: string;
  totalNet: string;
  total: string;
  open: string;
  paid: string;
  page: string;
}

const texts = {
  en: {
    bill: 'Bill',
    customer: 'Customer',
    account: 'Account',
    issued: 'Issued',
    due: 'Due',
    period: 'Period',
    description: 'Description',
    vatRate: 'VAT %',
    net: 'Net',
    vat: 'VAT',
    gross: 'Total',
    totalNet: 'Total without VAT',
    total: 'Total',
    open: 'To pay',
    paid: 'Paid',
    page: 'Page',
  },
  et: {
    bill: 'Arve',
    customer: 'Klient',
    account: 'Konto',
    issued: 'Arve kuupäev',
    due: 'Maksetähtaeg',
    period: 'Periood',
    description: 'Kirjeldus',
    vatRate: 'KM %',
    net: 'Summa km-ta',
    vat: 'KM',
    gross: 'Kokku',
    totalNet: 'Kokku ilma käibemaksuta',
    total: 'Kokku',
    open: 'Tasuda',
    paid: 'Tasutud',
    page: 'Lehekülg',
  },
  ru: {
    bill: 'Счёт',
    customer: 'Клиент',
    account: 'Лицевой счёт',
    issued: 'Дата счёта',
    due: 'Оплатить до',
    period: 'Период',
    description: 'Описание',
    vatRate: 'НДС %',
    net: 'Без НДС',
    vat: 'НДС',
    gross: 'Итого',
    totalNet: 'Итого без НДС',
    total: 'Итого',
    open: 'К оплате',
    paid: 'Оплачено',
    page: 'Страница',
  },
} as const satisfies Record<string, BillTexts>;

export type BillLanguage = keyof typeof texts;

/** The language of a locale such as `et-EE`; English when we do not speak it. */
export function billLanguageOf(locale: string | undefined): BillLanguage {
  const [language = ''] = (locale ?? '').toLowerCase().split(/[-_]/);
  return isLanguage(language) ? language : 'en';
}

export function billTexts(language: BillLanguage): BillTexts {
  return texts[language];
}

function isLanguage(text: string): text is BillLanguage {
  return Object.hasOwn(texts, text);
}
