import type { Messages } from './messages.ts';

export const et: Messages = {
  language: 'Keel',
  customerTitle: 'Logi sisse',
  operatorTitle: 'Operaatori sisselogimine',
  customerIntro: 'Kasuta sama e-posti aadressi ja parooli nagu seni.',
  operatorIntro: 'Portaali haldavatele töötajatele.',
  email: 'E-posti aadress',
  login: 'Kasutajanimi',
  password: 'Parool',
  showPassword: 'Näita parooli',
  hidePassword: 'Peida parool',
  signIn: 'Logi sisse',
  backToPortal: 'Tagasi ilma sisse logimata',
  missing: 'Täida mõlemad väljad.',
  refused: 'E-posti aadress või parool ei ole õige. Kontrolli mõlemat ja proovi uuesti.',
  refusedOperator: 'Kasutajanimi või parool ei ole õige. Kontrolli mõlemat ja proovi uuesti.',
  locked: (minutes) =>
    `Liiga palju katseid. Proovi uuesti ${minutes === 1 ? 'ühe minuti' : `${String(minutes)} minuti`} pärast.`,
  unavailable:
    'Me ei saa praegu parooli kontrollida. Viga on meie poolel. Kontrolli sisestatut ja proovi mõne minuti pärast uuesti.',
  reference: 'Veakood',
  errorTitle: 'Midagi läks valesti',
  errorText: 'Viga on meie poolel või ei ole link, mida kasutasid, täielik. Alusta portaalist uuesti.',
  notFoundTitle: 'Sellist lehte ei ole',
  notFoundText: 'Aadress ei ole õige või leht on mujale viidud. Alusta portaalist uuesti.',
  expiredTitle: 'See sisselogimine on lõppenud',
  expiredText:
    'See võttis liiga kaua aega, lõpetati teisel vahekaardil või brauser ei salvesta küpsiseid. Alusta portaalist uuesti.',
  signOutTitle: 'Logi välja',
  signOutQuestion: 'Kas soovid välja logida?',
  signOut: 'Logi välja',
  staySignedIn: 'Jää sisselogituks',
  signingOut: 'Logime sind välja…',
  continue: 'Jätka',
  signedOutTitle: 'Oled välja logitud',
  signedOutText: 'Võid selle lehe sulgeda.',
};
