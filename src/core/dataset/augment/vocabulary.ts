/** Words of schemas with other words for them: two synonyms, and the same in German, French and Spanish. */

export const languages = ['synonym', 'german', 'french', 'spanish'] as const;
export type Language = (typeof languages)[number];

/** `word synonym,synonym german french spanish`, all in the singular and without accents. */
const table = `
account ledger_account,acct konto compte cuenta
active enabled,live aktiv actif activo
address location,addr adresse adresse direccion
agent rep,operator agent agent agente
amount sum,value betrag montant importe
author writer,creator autor auteur autor
balance saldo,remainder saldo solde saldo
batch lot,run charge lot lote
book volume,publication buch livre libro
booking reservation,order_slot buchung reservation reserva
branch office,site filiale agence sucursal
budget funds,allowance etat budget presupuesto
building property,house gebaeude batiment edificio
campaign promotion,drive kampagne campagne campana
capacity limit_size,volume kapazitaet capacite capacidad
category group_kind,class kategorie categorie categoria
channel stream,route kanal canal canal
city town,municipality stadt ville ciudad
claim case_file,demand anspruch reclamation reclamo
code key_code,symbol kuerzel code codigo
comment remark,note kommentar commentaire comentario
company firm,business firma societe empresa
contact person_ref,lead kontakt contact contacto
content body,payload inhalt contenu contenido
cost expense,charge kosten cout coste
count quantity,number anzahl nombre cantidad
country nation,state land pays pais
course class_unit,module kurs cours curso
created made,added erstellt cree creado
currency money_unit,curr waehrung devise moneda
customer client,buyer kunde client cliente
date day,dt datum date_jour fecha
department division,unit abteilung departement departamento
description details,summary beschreibung description descripcion
device unit,gadget geraet appareil dispositivo
discount rebate,reduction rabatt remise descuento
driver chauffeur,operator fahrer chauffeur conductor
email mail,e_mail epost courriel correo
employee worker,staff_member mitarbeiter employe empleado
end finish,close ende fin fin
event occurrence,happening ereignis evenement evento
flag marker,indicator merker drapeau marca
game match,contest spiel jeu juego
grade mark,level note_stufe note calificacion
group team_set,cluster gruppe groupe grupo
hotel inn,lodging herberge auberge hospedaje
id key,identifier nr numero clave
invoice bill,statement rechnung facture factura
item article,entry artikel article articulo
kind type,sort art genre tipo_de
language tongue,lang sprache langue idioma
length extent,size laenge longueur longitud
level tier,degree stufe niveau nivel
line row_line,entry zeile ligne linea
list register,catalog liste liste lista
location place,site ort lieu lugar
member participant,subscriber mitglied membre miembro
message text,note nachricht message mensaje
model variant,design modell modele modelo
month mon,period_month monat mois mes
name title,label bezeichnung nom nombre
note remark,memo notiz note nota
number no,num nummer numero numero
order purchase,sale bestellung commande pedido
owner holder,proprietor besitzer proprietaire propietario
parent superior,ancestor eltern parent padre
patient case_person,subject patient patient paciente
payment transfer,settlement zahlung paiement pago
period span,term zeitraum periode periodo
person individual,party person_rec personne persona
phone tel,telephone telefon telephone telefono
plan scheme,program tarif plan plan
player gamer,contestant spieler joueur jugador
position pos,place stelle position posicion
post article,entry beitrag billet publicacion
price rate,charge preis prix precio
priority rank,urgency vorrang priorite prioridad
product item,good produkt produit producto
project undertaking,initiative projekt projet proyecto
quantity qty,amount menge quantite cantidad
rating score,stars bewertung evaluation puntuacion
reading measurement,sample messwert mesure lectura
reason cause,motive grund raison motivo
region area,zone gebiet region zona
result outcome,finding ergebnis resultat resultado
review evaluation,feedback rezension avis resena
role function_role,duty rolle role rol
room chamber,space zimmer chambre sala
route path,line strecke trajet ruta
salary pay,wage gehalt salaire salario
score points,mark punkte score puntos
season period,cycle saison saison temporada
seat place,chair sitz siege asiento
session visit,sitting sitzung seance sesion
shipment delivery,consignment lieferung envoi envio
size extent,dimension groesse taille tamano
source origin,feed quelle source fuente
staff personnel,crew personal personnel personal
start begin,open beginn debut inicio
state condition,phase zustand etat estado
station stop,post station gare estacion
status state,condition zustand statut estado
stock inventory,supply bestand stock existencias
student pupil,learner schueler eleve alumno
supplier vendor,provider lieferant fournisseur proveedor
tag label,keyword schlagwort etiquette etiqueta
task job,todo aufgabe tache tarea
teacher instructor,tutor lehrer enseignant profesor
team crew,squad mannschaft equipe equipo
text body,content text_inhalt texte texto
ticket issue,request fahrschein billet boleto
time clock,moment zeit heure hora
title heading,caption titel titre titulo
total sum,overall gesamt total total_general
type kind,category typ genre tipo
unit measure,uom einheit unite unidad
updated changed,modified geaendert modifie actualizado
user member,account benutzer utilisateur usuario
value amount,figure wert valeur valor
vehicle car,unit fahrzeug vehicule vehiculo
visit call,stay besuch visite visita
warehouse depot,store lager entrepot almacen
weight mass,load gewicht poids peso
year yr,annum jahr annee anio
`;

const words: ReadonlyMap<string, Readonly<Record<Language, readonly string[]>>> = new Map(
  table
    .trim()
    .split('\n')
    .map(line => {
      const [word = '', synonyms = '', german = '', french = '', spanish = ''] = line.split(' ');
      return [
        word,
        { synonym: synonyms.split(','), german: [german], french: [french], spanish: [spanish] },
      ] as const;
    }),
);

/** Words for an English word in lower case; a plural's are plurals. Empty where it is not known. */
export function otherWords(word: string, language: Language): readonly string[] {
  const known = words.get(word);
  if (known !== undefined) return known[language];
  const one = singular(word);
  return one === word ? [] : (words.get(one)?.[language] ?? []).map(plural);
}

/** `categories` → `category`; what is no regular plural stays. */
export function singular(word: string): string {
  if (word.length < 4 || !word.endsWith('s') || /(?:ss|us|is|news|series|status)$/.test(word)) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return /(?:ses|xes|ches|shes)$/.test(word) ? word.slice(0, -2) : word.slice(0, -1);
}

/** `category` → `categories`. */
export function plural(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(?:s|x|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}
