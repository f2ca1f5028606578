/** Words of old portals in en, de, et, ru, lv, lt and fi. Each stands for every word that begins with it. */

/** What a link that changes something says. Too many is right: a page that is not looked at costs little. */
const acts = `
  logout logoff signout sign-out log-out log-off exit leave quit end
  delete remove erase destroy cancel terminate close stop drop revoke withdraw
  order buy pay purchase checkout cart basket topup top-up recharge refill
  subscribe unsubscribe opt activate deactivate block unblock suspend resume renew enable disable upgrade downgrade
  send submit confirm accept approve reject agree change switch update save edit add create new set reset toggle
  transfer move book apply redeem vote reply register become impersonate login-as loginas sudo lang language locale
  abmelden ausloggen austreten loschen entfernen kundigen stornieren abbrechen bestellen kaufen bezahlen zahlen zahlung
  abonnieren abbestellen aktivieren deaktivieren sperren entsperren senden absenden bestatigen annehmen andern wechseln
  speichern bearbeiten hinzufugen anlegen aufladen buchen sprache
  valju logi-valja kustuta eemalda tuhista lopeta katkesta telli tellimine osta maksa maksmine aktiveeri blokeeri peata
  saada kinnita noustu muuda vaheta salvesta lisa loo laadi broneeri keel
  выход выйти вышел удал убрать отмен расторг заверш заказать закаж купить покупк оплат платеж платёж подпис отпис
  активир деактивир блокир разблокир приостанов отправ подтвер принять измен смен сохран добав созда попол язык
  iziet izlogoties dzest nonemt atcelt izbeigt partraukt pasutit pirkt maksat apmaksat abonet atteikties aktivizet
  deaktivizet bloket sutit iesniegt apstiprinat piekrist mainit saglabat pievienot izveidot papildinat valoda
  atsijungti iseiti istrinti trinti pasalinti atsaukti nutraukti uzsakyti pirkti moketi apmoketi prenumer atsisak
  aktyvuoti isjungti blokuoti siusti pateikti patvirtinti sutikti keisti pakeisti issaugoti prideti sukurti papildyti
  kalba
  kirjaudu-ulos ulos poista peruuta peru lopeta irtisano tilaa osta maksa maksu aktivoi estä esta sulje laheta
  vahvista hyvaksy muuta vaihda tallenna lisaa luo lataa varaa kieli`;

const signOut = `logout logoff signout sign-out log-out log-off abmelden ausloggen logi-valja valju выход выйти iziet
  izlogoties atsijungti kirjaudu-ulos`;

const signIn = `login logon signin sign-in log-in anmelden einloggen sisene logi-sisse войти вход ieiet pieslegties
  prisijungti jungtis kirjaudu auth`;

const capabilities: Readonly<Record<string, string>> = {
  invoices: `invoice bill arve rechnung счет счёт schet rekin saskait sąskait lasku faktur`,
  usage: `usage consumption traffic kasutus verbrauch nutzung расход трафик детализ lietojum paterin naudojim kaytto`,
  plan: `plan package tariff pakett paketi tarif paket тариф пакет paka planas liittyma`,
  orders: `order tellimus bestellung заказ pasutijum uzsakym tilaus`,
  support: `support help ticket fault tugi klienditugi abi hilfe поддерж помощ atbalst palidz pagalba tuki asiakaspalvelu`,
  profile: `profile profiil account konto profil andmed профил аккаунт paskyra tili`,
};

/** Above a column, or beside a value. */
const facts: Readonly<Record<string, string>> = {
  due: `due pay-by tahtaeg maksetahtaeg maksetahtpaev fallig оплатить срок termin apmaksas apmoketi-iki terminas erapaiva`,
  date: `date kuupaev datum дата datums data paivays pvm paivamaara`,
  amount: `amount sum total price summa betrag hind preis сумма цена kokku suma kaina cena hinta`,
  status: `status state olek staatus seisund zustand статус состояние statuss busena tila`,
  number: `invoice bill arve rechnung счет счёт rekin saskait lasku no nr number номер`,
};

const person: Readonly<Record<string, string>> = {
  id: `customer-number customer-no customer-id client-number client-id customerno customernumber customerid account-number
    kliendinumber kliendi-number kliendikood kundennummer номер-клиента номер-абонента лицевой klienta-numurs
    klienta-nr kliento-numeris kliento-nr asiakasnumero username user-name kasutajanimi benutzername логин lietotajvards
    naudotojas kayttajatunnus`,
  email: `e-mail email mail epost e-post почта e-pasts epasts el-pastas sahkoposti`,
  name: `name nimi имя фио vards vardas full-name`,
};

const actWords = stems(acts);
const signOutWords = stems(signOut);
const signInWords = stems(signIn);
const capabilityWords = Object.entries(capabilities).map(([name, words]) => [name, stems(words)] as const);
const factWords = Object.entries(facts).map(([name, words]) => [name, stems(words)] as const);
const personWords = Object.entries(person).map(([name, words]) => [name, stems(words)] as const);

export const isAct = (text: string): boolean => says(text, actWords) || says(text, signOutWords);
export const isSignOut = (text: string): boolean => says(text, signOutWords);
export const isSignIn = (text: string): boolean => says(text, signInWords);
export const capabilityIn = (text: string): string | undefined => meant(text, capabilityWords);
export const factIn = (text: string): string | undefined => meant(text, factWords);
export const personFactIn = (text: string): string | undefined => meant(text, personWords);

type Stem = readonly string[];

function stems(words: string): Stem[] {
  return words
    .trim()
    .split(/\s+/)
    .map((word) => word.split('-').flatMap(wordsOf));
}

function meant(text: string, all: readonly (readonly [string, Stem[]])[]): string | undefined {
  return all.find(([, words]) => says(text, words))?.[0];
}

/** Whether one of the stems is in the text, the words of a longer one beside each other. */
function says(text: string, all: readonly Stem[]): boolean {
  const words = wordsOf(text);
  return all.some((stem) => words.some((_, at) => stem.every((part, i) => words[at + i]?.startsWith(part) === true)));
}

/** `/my/logOut_now.php?do=x` → my, log, out, now, php, do, x; letters without the marks above them. */
function wordsOf(text: string): string[] {
  const plain = text
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .normalize('NFD')
    .replace(/(?<=\p{Script=Latin})\p{M}+/gu, '')
    .normalize('NFC')
    .toLowerCase();
  return plain.match(/\p{L}+/gu) ?? [];
}
