/** Word lists for made-up values. */

export const FIRST_NAMES = (
  'Anna Ben Carla David Elena Felix Greta Hugo Ines Jonas Klara Liam Mia Noah Olga Paul Rosa Samuel Tara Uma ' +
  'Viktor Wanda Yusuf Zoe Aisha Björn Chloé Diego Emma Farid Grace Hana Ivan Julia Kenji Lucía Marek Nadia Oscar Priya'
).split(' ');

export const LAST_NAMES = (
  'Smith Müller Garcia Rossi Novak Kim Silva Dubois Jansen Kowalski Tanaka Singh Ali Brown Weber Lopez Ricci ' +
  "Svensson Park Costa Martin Visser Nowak Sato Patel Hassan Jones Wagner Perez Bruno O'Neill Ng Berg Moreau Horvat"
).split(' ');

export const COUNTRIES = 'US DE GB FR IN BR ES IT NL PL JP SE CA AU MX KR PT AT CH NO'.split(' ');

export const CITIES = (
  'Berlin,London,New York,Paris,Mumbai,São Paulo,Madrid,Rome,Amsterdam,Warsaw,Tokyo,Stockholm,Toronto,Sydney,' +
  'Mexico City,Seoul,Lisbon,Vienna,Zürich,Oslo,Munich,Lyon,Porto,Austin,Kraków'
).split(',');

export const WORDS = (
  'data query index table join cache shard commit release deploy review design market growth budget travel recipe ' +
  'garden health music movie photo camera battery screen server client mobile cloud network security testing ' +
  'performance storage memory backup weekend morning winter summer guide story lesson checklist mistake pattern ' +
  'question answer trick idea plan report update change feature problem solution team product customer price'
).split(' ');

export const TOPICS = (
  'sql SQL postgres sqlite performance Performance indexing javascript typescript python rust go devops cloud ' +
  'security testing design css html react vue node docker linux macos windows git github career remote startup ' +
  'management hiring culture finance marketing sales support analytics data-science machine-learning ai ux mobile ' +
  'android ios games audio video photography travel food health'
).split(' ');
