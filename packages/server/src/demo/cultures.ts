/** A town with a postcode that is valid there, and the code of its region where its country has regions. */
export interface Town {
  readonly city: string;
  readonly postcode: string;
  readonly region: string | null;
}
/** What names and addresses look like in one country. */
export interface Culture {
  readonly countryId: string;
  /** Dialling code. */
  readonly phone: string;
  readonly women: readonly string[];
  readonly men: readonly string[];
  readonly lastnames: readonly string[];
  readonly towns: readonly Town[];
  /** `#` stands for the number of the house. */
  readonly streets: readonly string[];
  readonly companies: readonly string[];
}

/** `Austin 78701 TX; Boston 02108 MA` and the like; the last word is the region, `-` where there is none. */
const towns = (text: string): Town[] =>
  text.split('; ').map((entry) => {
    const [, city = '', postcode = '', region = ''] = /^(.+?) \[(.+)\] (.+)$/.exec(entry) ?? [];
    return { city, postcode, region: region === '-' ? null : region };
  });
const words = (text: string): string[] => text.split(', ');

const unitedStates: Culture = {
  countryId: 'US',
  phone: '+1 202 555',
  women: words('Emily, Olivia, Grace, Hannah, Chloe, Madison, Abigail, Natalie, Audrey, Ruth'),
  men: words('James, Michael, Ethan, Noah, Logan, Samuel, Henry, Caleb, Isaac, Oscar'),
  lastnames: words(
    'Smith, Johnson, Williams, Brown, Miller, Davis, Anderson, Thompson, Walker, Hughes, Bennett, Foster',
  ),
  towns: towns(
    'Austin [78701] TX; Boston [02108] MA; Chicago [60601] IL; Denver [80202] CO; Los Angeles [90012] CA; Miami [33130] FL; New York [10001] NY; Portland [97204] OR; Seattle [98101] WA; Atlanta [30303] GA',
  ),
  streets: words('# Main Street, # Oak Avenue, # Maple Drive, # Washington Boulevard, # Park Lane, # Elm Street'),
  companies: words('Bluebird Supply, Lakeside Traders, Northstar Goods, Summit Outfitters'),
};
const germany: Culture = {
  countryId: 'DE',
  phone: '+49 30 5550',
  women: words('Anna, Lena, Marie, Sophie, Katharina, Greta, Ute, Jana'),
  men: words('Lukas, Jonas, Felix, Paul, Jürgen, Matthias, Björn, Emil'),
  lastnames: words('Müller, Schmidt, Schneider, Fischer, Weber, Wagner, Becker, Hoffmann, Schäfer, Krüger, Voß'),
  towns: towns(
    'Berlin [10115] BER; München [80331] BAY; Hamburg [20095] HAM; Köln [50667] NRW; Dresden [01067] SAS; Stuttgart [70173] BAW; Frankfurt am Main [60311] HES',
  ),
  streets: words('Hauptstraße #, Gartenweg #, Lindenallee #, Bahnhofstraße #, Am Markt #'),
  companies: words('Nordlicht Handel GmbH, Bergmann & Söhne, Werkstatt Süd'),
};
const france: Culture = {
  countryId: 'FR',
  phone: '+33 1 99 00',
  women: words('Camille, Élodie, Manon, Chloé, Hélène, Juliette'),
  men: words('Antoine, Baptiste, Hugo, Étienne, Louis, François'),
  lastnames: words('Martin, Bernard, Dubois, Moreau, Lefèvre, Girard, Rousseau, Fournier'),
  towns: towns(
    'Paris [75003] 75; Lyon [69002] 69; Marseille [13001] 13; Bordeaux [33000] 33; Lille [59000] 59; Toulouse [31000] 31',
  ),
  streets: words('# rue de la République, # avenue Victor Hugo, # place du Marché, # rue des Lilas'),
  companies: words('Atelier du Canal, Maison Girard, Comptoir du Sud'),
};
const unitedKingdom: Culture = {
  countryId: 'GB',
  phone: '+44 20 7946',
  women: words('Amelia, Isla, Poppy, Florence, Imogen, Alice'),
  men: words('Oliver, Harry, George, Alfie, Rhys, Callum'),
  lastnames: words("Taylor, Evans, Wright, Clarke, Murray, O'Brien, Pritchard, Sinclair"),
  towns: towns(
    'London [SW1A 2AA] -; Manchester [M1 1AE] -; Edinburgh [EH1 1YZ] -; Cardiff [CF10 1EP] -; Leeds [LS1 4DY] -',
  ),
  streets: words('# High Street, # Station Road, # Church Lane, # Victoria Terrace'),
  companies: words('Harbour & Sons Ltd, Thistle Trading, Old Mill Stores'),
};
const switzerland: Culture = {
  countryId: 'CH',
  phone: '+41 44 555',
  women: words('Nina, Laura, Céline, Seraina'),
  men: words('Reto, Urs, Luca, Matteo'),
  lastnames: words('Meier, Keller, Zürcher, Bianchi, Favre, Baumann'),
  towns: towns('Zürich [8001] ZH; Bern [3011] BE; Genève [1204] GE; Lugano [6900] TI; Basel [4001] BS'),
  streets: words('Seestrasse #, Dorfstrasse #, Via Nassa #, Rue du Lac #'),
  companies: words('Alpenblick AG, Matterhorn Handel'),
};
const italy: Culture = {
  countryId: 'IT',
  phone: '+39 06 555',
  women: words('Giulia, Chiara, Francesca, Sofia'),
  men: words('Marco, Alessandro, Davide, Niccolò'),
  lastnames: words("Rossi, Russo, Ferrari, Esposito, Romano, D'Angelo, Conti"),
  towns: towns('Roma [00184] RM; Milano [20121] MI; Genova [16121] GE; Brescia [25121] BS; Firenze [50122] FI'),
  streets: words('Via Roma #, Corso Garibaldi #, Piazza Dante #'),
  companies: words('Bottega Aurora, Conti e Figli'),
};
const spain: Culture = {
  countryId: 'ES',
  phone: '+34 91 555',
  women: words('Lucía, Carmen, Paula, Inés'),
  men: words('Javier, Álvaro, Pablo, Sergio'),
  lastnames: words('García, Fernández, López, Muñoz, Romero, Navarro'),
  towns: towns('Madrid [28013] Madrid; Barcelona [08002] Barcelona; Granada [18001] Granada; Murcia [30001] Murcia'),
  streets: words('Calle Mayor #, Avenida del Sol #, Plaza de la Paz #'),
  companies: words('Casa Navarro, Distribuciones Sol'),
};
const netherlands: Culture = {
  countryId: 'NL',
  phone: '+31 20 555',
  women: words('Sanne, Fleur, Maud, Eva'),
  men: words('Daan, Sem, Thijs, Jeroen'),
  lastnames: words('de Vries, Jansen, van den Berg, Bakker, Visser, Smit'),
  towns: towns('Amsterdam [1012 JS] -; Rotterdam [3011 AA] -; Utrecht [3511 LN] -; Groningen [9711 LM] -'),
  streets: words('Dorpsstraat #, Kerkstraat #, Prinsengracht #'),
  companies: words('Tulp Handel BV, Van den Berg Techniek'),
};
const canada: Culture = {
  countryId: 'CA',
  phone: '+1 613 555',
  women: words('Avery, Zoé, Claire, Maya'),
  men: words('Liam, Gabriel, Owen, Wyatt'),
  lastnames: words('Tremblay, Roy, MacDonald, Campbell, Gagnon, Singh'),
  towns: towns('Toronto [M5H 2N2] ON; Montréal [H2Y 1C6] QC; Vancouver [V6B 1A1] BC; Calgary [T2P 1J9] AB'),
  streets: words('# King Street, # Maple Crescent, # rue Sherbrooke'),
  companies: words('Maple Leaf Outfitters, Boréal Inc.'),
};
const australia: Culture = {
  countryId: 'AU',
  phone: '+61 2 5550',
  women: words('Matilda, Ruby, Charlotte, Evie'),
  men: words('Jack, Lachlan, Cooper, Angus'),
  lastnames: words('Wilson, Kelly, Nguyen, Harris, Ryan, Fraser'),
  towns: towns('Sydney [2000] NSW; Melbourne [3000] VIC; Brisbane [4000] QLD; Perth [6000] WA'),
  streets: words('# George Street, # Collins Street, # Beach Road'),
  companies: words('Southern Cross Goods, Coral Bay Traders'),
};
const japan: Culture = {
  countryId: 'JP',
  phone: '+81 3 5550',
  women: words('Yuki, Sakura, Aoi, Hana'),
  men: words('Haruto, Ren, Takumi, Kenji'),
  lastnames: words('Sato, Suzuki, Takahashi, Tanaka, Watanabe, Yamamoto'),
  towns: towns('Tokyo [100-0001] -; Osaka [530-0001] -; Kyoto [600-8216] -; Sapporo [060-0001] -'),
  streets: words('#-1 Marunouchi, #-4 Umeda, #-2 Odori Nishi'),
  companies: words('Fuji Shoji, Sakura Trading'),
};

/** More customers live in the countries that are named more than once. */
export const CULTURES: readonly Culture[] = [
  unitedStates,
  germany,
  unitedStates,
  france,
  unitedKingdom,
  unitedStates,
  switzerland,
  italy,
  germany,
  spain,
  netherlands,
  canada,
  unitedStates,
  australia,
  unitedKingdom,
  japan,
  france,
];
