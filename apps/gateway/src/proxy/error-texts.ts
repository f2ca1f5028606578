/** As the new pages have it. */
export const brand = 'Wellspring';

/** What a reader has to be told apart. */
export type ErrorKind =
  'refused' | 'unavailable' | 'too_large' | 'too_many' | 'forbidden' | 'not_found' | 'timeout' | 'uncertain';

export const locales = ['en', 'et', 'ru'] as const;
export type Locale = (typeof locales)[number];

export interface ErrorTexts {
  titles: Record<ErrorKind, string>;
  explanations: Record<ErrorKind, string>;
  tryAgain: string;
  toStart: string;
  reference: string;
}

export const errorTexts: Record<Locale, ErrorTexts> = {
  en: {
    titles: {
      refused: 'This request could not be understood',
      unavailable: 'This page is not available right now',
      too_large: 'This request is too large',
      too_many: 'Too many requests at once',
      forbidden: 'This request was refused',
      not_found: 'There is nothing here',
      timeout: 'This request took too long to arrive',
      uncertain: 'We do not know yet whether this was done',
    },
    explanations: {
      refused: 'Something in the address or in what your browser sent is not right.',
      unavailable: 'We know about it. Please try again in a moment.',
      too_large:
        'Your browser sent more than we accept, often because of old cookies. Clearing the cookies of this site helps.',
      too_many: 'More requests came from your connection than we can take. Please wait a moment and try again.',
      forbidden: 'It did not come from a page of this site. Please open the page again and repeat what you did.',
      not_found: 'The address may be mistyped, or the page has moved.',
      timeout: 'Your connection may be slow. Please try again.',
      uncertain: 'The answer did not reach us in time. Please look whether it was done before you repeat it.',
    },
    tryAgain: 'Try again',
    toStart: 'To the start page',
    reference: 'If you contact us, please give this reference',
  },
  et: {
    titles: {
      refused: 'Päringust ei saadud aru',
      unavailable: 'See leht ei ole hetkel kättesaadav',
      too_large: 'Päring on liiga suur',
      too_many: 'Liiga palju päringuid korraga',
      forbidden: 'Päring lükati tagasi',
      not_found: 'Siin ei ole midagi',
      timeout: 'Päringu saabumine võttis liiga kaua aega',
      uncertain: 'Me ei tea veel, kas see sai tehtud',
    },
    explanations: {
      refused: 'Midagi aadressis või brauseri saadetus on valesti.',
      unavailable: 'Oleme sellest teadlikud. Palun proovige hetke pärast uuesti.',
      too_large:
        'Brauser saatis rohkem, kui me vastu võtame, sageli vanade küpsiste tõttu. Aitab selle saidi küpsiste kustutamine.',
      too_many: 'Teie ühendusest tuli rohkem päringuid, kui me vastu võtame. Palun oodake hetk ja proovige uuesti.',
      forbidden: 'See ei tulnud meie saidi lehelt. Palun avage leht uuesti ja korrake tegevust.',
      not_found: 'Aadressis võib olla viga või on leht mujale kolinud.',
      timeout: 'Teie ühendus võib olla aeglane. Palun proovige uuesti.',
      uncertain: 'Vastus ei jõudnud õigel ajal meieni. Palun vaadake enne kordamist, kas see sai tehtud.',
    },
    tryAgain: 'Proovi uuesti',
    toStart: 'Avalehele',
    reference: 'Meiega ühendust võttes nimetage palun see viitenumber',
  },
  ru: {
    titles: {
      refused: 'Запрос не удалось понять',
      unavailable: 'Эта страница сейчас недоступна',
      too_large: 'Запрос слишком велик',
      too_many: 'Слишком много запросов сразу',
      forbidden: 'Запрос отклонён',
      not_found: 'Здесь ничего нет',
      timeout: 'Запрос поступал слишком долго',
      uncertain: 'Пока неизвестно, выполнено ли это',
    },
    explanations: {
      refused: 'Что-то не так в адресе или в том, что отправил браузер.',
      unavailable: 'Мы об этом знаем. Пожалуйста, попробуйте ещё раз чуть позже.',
      too_large:
        'Браузер отправил больше, чем мы принимаем, — часто из-за старых файлов cookie. Поможет удаление cookie этого сайта.',
      too_many:
        'С вашего подключения пришло больше запросов, чем мы принимаем. Подождите немного и попробуйте ещё раз.',
      forbidden: 'Он пришёл не со страницы нашего сайта. Откройте страницу снова и повторите действие.',
      not_found: 'Возможно, в адресе опечатка или страница переехала.',
      timeout: 'Возможно, у вас медленное соединение. Пожалуйста, попробуйте ещё раз.',
      uncertain: 'Ответ не пришёл к нам вовремя. Прежде чем повторять, проверьте, не выполнено ли это уже.',
    },
    tryAgain: 'Попробовать ещё раз',
    toStart: 'На главную страницу',
    reference: 'При обращении к нам назовите, пожалуйста, этот номер',
  },
};
