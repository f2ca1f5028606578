/** The words on a printed bill. */
export interface BillTexts {
  bill: string;
  seller: string;
  registrationNumber: string;
  vatNumber: string;
  customer: string;
  customerNumber: string;
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
  /** Before a rate in per cent. */
  vatAt: string;
  totalVat: string;
  total: string;
  open: string;
  paid: string;
  paymentDetails: string;
  payee: string;
  bankAccount: string;
  bank: string;
  reference: string;
  nothingToPay: string;
  beingChecked: string;
  page: string;
}

const texts = {
  en: {
    bill: 'Invoice',
    seller: 'Seller',
    registrationNumber: 'Registration number',
    vatNumber: 'VAT number',
    customer: 'Customer',
    customerNumber: 'Customer number',
    account: 'Account',
    issued: 'Issued',
    due: 'Due',
    period: 'Period',
    description: 'Service',
    vatRate: 'VAT %',
    net: 'Excluding VAT',
    vat: 'VAT',
    gross: 'Amount',
    totalNet: 'Total excluding VAT',
    vatAt: 'VAT at',
    totalVat: 'Total VAT',
    total: 'Total including VAT',
    open: 'To pay',
    paid: 'Paid',
    paymentDetails: 'Payment details',
    payee: 'Payee',
    bankAccount: 'Bank account',
    bank: 'Bank',
    reference: 'Reference',
    nothingToPay: 'This invoice is paid. Thank you!',
    beingChecked: 'We are checking this invoice. Please do not pay it yet.',
    page: 'Page',
  },
  et: {
    bill: 'Arve',
    seller: 'Müüja',
    registrationNumber: 'Registrikood',
    vatNumber: 'KMKR number',
    customer: 'Klient',
    customerNumber: 'Kliendinumber',
    account: 'Konto',
    issued: 'Väljastatud',
    due: 'Maksetähtaeg',
    period: 'Periood',
    description: 'Teenus',
    vatRate: 'KM %',
    net: 'Käibemaksuta',
    vat: 'Käibemaks',
    gross: 'Summa',
    totalNet: 'Kokku käibemaksuta',
    vatAt: 'Käibemaks',
    totalVat: 'Käibemaks kokku',
    total: 'Kokku käibemaksuga',
    open: 'Maksta',
    paid: 'Makstud',
    paymentDetails: 'Andmed maksmiseks',
    payee: 'Saaja',
    bankAccount: 'Arvelduskonto',
    bank: 'Pank',
    reference: 'Selgitus',
    nothingToPay: 'See arve on makstud. Aitäh!',
    beingChecked: 'Kontrollime seda arvet. Palun ära seda veel maksa.',
    page: 'Lehekülg',
  },
  ru: {
    bill: 'Счёт',
    seller: 'Продавец',
    registrationNumber: 'Регистрационный номер',
    vatNumber: 'Номер плательщика НДС',
    customer: 'Клиент',
    customerNumber: 'Номер клиента',
    account: 'Лицевой счёт',
    issued: 'Выставлен',
    due: 'Оплатить до',
    period: 'Период',
    description: 'Услуга',
    vatRate: 'НДС, %',
    net: 'Без НДС',
    vat: 'НДС',
    gross: 'Сумма',
    totalNet: 'Итого без НДС',
    vatAt: 'НДС',
    totalVat: 'Всего НДС',
    total: 'Итого с НДС',
    open: 'К оплате',
    paid: 'Оплачено',
    paymentDetails: 'Реквизиты для оплаты',
    payee: 'Получатель',
    bankAccount: 'Банковский счёт',
    bank: 'Банк',
    reference: 'Назначение платежа',
    nothingToPay: 'Этот счёт оплачен. Спасибо!',
    beingChecked: 'Мы проверяем этот счёт. Пожалуйста, пока не оплачивайте его.',
    page: 'Страница',
  },
} as const satisfies Record<string, BillTexts>;

export type BillLanguage = keyof typeof texts;

export const billLanguages = Object.keys(texts).filter(isLanguage);

export function billTexts(language: BillLanguage): BillTexts {
  return texts[language];
}

function isLanguage(text: string): text is BillLanguage {
  return Object.hasOwn(texts, text);
}
