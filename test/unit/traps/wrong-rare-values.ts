/** Wrong rewrites that show only with the right values. */
import type { RarePair } from './rare-schemas.ts';

const numbers: readonly RarePair[] = [
  ['measures', 'SELECT id FROM m WHERE x*y=18', 'SELECT id FROM m WHERE x*y=18 AND x>=0'],
  ['measures', 'SELECT id FROM m WHERE 4*x-3*y=10', 'SELECT id FROM m WHERE 4*x-3*y=10 AND x<>1'],
  ['measures', 'SELECT id FROM m WHERE x-y>15', 'SELECT id FROM m WHERE x-y>=15'],
  ['measures', 'SELECT id FROM m WHERE z%13=5', 'SELECT id FROM m WHERE z%13=5 AND z<40'],
  ['measures', 'SELECT id FROM m WHERE z & 8', 'SELECT id FROM m WHERE z BETWEEN 8 AND 15'],
  ['measures', 'SELECT id FROM m WHERE CAST(q AS INTEGER)=3', 'SELECT id FROM m WHERE round(q)=3'],
  ['measures', 'SELECT id, round(q*100) FROM m', 'SELECT id, CAST(q*100 AS INTEGER)*1.0 FROM m'],
  ['measures', 'SELECT id, round(q) FROM m', 'SELECT id, CAST(q+0.5 AS INTEGER)+0.0 FROM m'],
  ['measures', 'SELECT id FROM m WHERE p>4', 'SELECT id FROM m WHERE p>=5'],
  ['measures', 'SELECT id FROM m WHERE z*1.0=x*1.0', 'SELECT id FROM m WHERE z=x'],
  ['accounts', 'SELECT no FROM acct WHERE bal*1.19>=100', 'SELECT no FROM acct WHERE bal>=85'],
  ['accounts', 'SELECT no FROM acct WHERE bal/2>lim', 'SELECT no FROM acct WHERE bal>=lim*2'],
  ['accounts', 'SELECT id FROM txn WHERE qty*qty>=144', 'SELECT id FROM txn WHERE qty>=12'],
  ['accounts', 'SELECT no FROM acct WHERE flags | 1 = 5', 'SELECT no FROM acct WHERE flags=4'],
  [
    'accounts',
    'SELECT no FROM acct WHERE ~flags & 1',
    'SELECT no FROM acct WHERE flags % 2 = 0 AND flags >= 0',
  ],
  ['people', 'SELECT id FROM person WHERE pay/mgr=4', 'SELECT id FROM person WHERE pay=4*mgr AND mgr<>0'],
  [
    'people',
    'SELECT id FROM person WHERE (pay-3)*(pay-9)<=0',
    'SELECT id FROM person WHERE pay>=3 AND pay<9',
  ],
  [
    'people',
    'SELECT id FROM person WHERE pay*3-mgr*2=5',
    'SELECT id FROM person WHERE pay*3-mgr*2=5 AND pay<>7',
  ],
];

const texts: readonly RarePair[] = [
  ['measures', 'SELECT w FROM m ORDER BY w', 'SELECT w FROM m ORDER BY length(w), w'],
  [
    'measures',
    'SELECT m.id FROM m JOIN k ON m.x=k.f1',
    'SELECT m.id FROM m JOIN k ON CAST(m.x AS TEXT)=k.f1',
  ],
  [
    'measures',
    'SELECT count(DISTINCT f1||f2) FROM k WHERE f1 IS NOT NULL AND f2 IS NOT NULL',
    'SELECT count(*) FROM (SELECT DISTINCT f1,f2 FROM k WHERE f1 IS NOT NULL AND f2 IS NOT NULL)',
  ],
  [
    'measures',
    'SELECT a.id FROM m a JOIN m b ON a.x||a.y=b.x||b.y',
    'SELECT a.id FROM m a JOIN m b ON a.x=b.x AND a.y=b.y',
  ],
  [
    'measures',
    "SELECT id FROM m WHERE w LIKE '%red%' AND w LIKE '%blue%'",
    "SELECT id FROM m WHERE w LIKE '%blue%red%'",
  ],
  [
    'measures',
    "SELECT id FROM m WHERE w LIKE 'ab%' AND w LIKE '%yz'",
    "SELECT id FROM m WHERE w LIKE 'ab%yz' AND length(w)<8",
  ],
  [
    'measures',
    "SELECT id FROM m WHERE w LIKE 'a_c'",
    "SELECT id FROM m WHERE w IN ('abc','axc','ABC','AXC')",
  ],
  [
    'measures',
    "SELECT id FROM m WHERE lower(w)='guest'",
    "SELECT id FROM m WHERE w IN ('guest','GUEST','Guest')",
  ],
  ['measures', "SELECT id FROM m WHERE ltrim(w,'x')='y'", "SELECT id FROM m WHERE w IN ('y','xy')"],
  [
    'measures',
    "SELECT id FROM m WHERE replace(w,' ','')='abcd'",
    "SELECT id FROM m WHERE w IN ('abcd','ab cd')",
  ],
  [
    'measures',
    "SELECT id FROM m WHERE substr(w,-2)='zz'",
    "SELECT id FROM m WHERE w LIKE '%zz' AND length(w)<4",
  ],
  ['measures', "SELECT code FROM k WHERE code < 'b' OR qty=3", 'SELECT code FROM k WHERE qty=3'],
  ['measures', 'SELECT count(*) FROM m GROUP BY trim(g)', 'SELECT count(*) FROM m GROUP BY g'],
  [
    'accounts',
    "SELECT id FROM txn WHERE memo LIKE '%refund%' AND memo LIKE '%card%'",
    "SELECT id FROM txn WHERE memo LIKE '%refund%card%' OR memo LIKE 'card%refund%'",
  ],
  [
    'accounts',
    "SELECT id FROM txn WHERE replace(ref,'.','')='1024'",
    "SELECT id FROM txn WHERE ref IN ('1024','1.024','10.24')",
  ],
  [
    'accounts',
    "SELECT id FROM txn WHERE memo LIKE 'a%' AND memo LIKE '%a'",
    "SELECT id FROM txn WHERE memo LIKE 'a%a'",
  ],
  ['accounts', "SELECT id FROM txn WHERE instr(memo,'#')=1", "SELECT id FROM txn WHERE instr(memo,'#')>0"],
  [
    'people',
    'SELECT id FROM person WHERE length(first)>length(last)',
    'SELECT id FROM person WHERE first>last',
  ],
  [
    'products',
    'SELECT id, sku FROM p ORDER BY sku DESC, id',
    'SELECT id, sku FROM p ORDER BY length(sku) DESC, sku DESC, id',
  ],
];

const dates: readonly RarePair[] = [
  [
    'visits',
    'SELECT c.id FROM cust c JOIN visit v ON v.cust_id=c.id WHERE julianday(v.t_in)-julianday(c.joined)<=14',
    'SELECT c.id FROM cust c JOIN visit v ON v.cust_id=c.id WHERE julianday(v.t_in)-julianday(c.joined)<14',
  ],
  [
    'visits',
    'SELECT id FROM visit WHERE julianday(t_out)-julianday(t_in)<1',
    'SELECT id FROM visit WHERE date(t_out)=date(t_in)',
  ],
  [
    'visits',
    "SELECT id FROM visit WHERE date(t_out)<=date(t_in,'+1 month')",
    "SELECT id FROM visit WHERE date(t_out)<=date(t_in,'+31 days')",
  ],
  [
    'visits',
    "SELECT id FROM visit WHERE date(t_in)=date(t_in,'start of month')",
    "SELECT id FROM visit WHERE t_in=date(t_in,'start of month')",
  ],
  [
    'visits',
    "SELECT id FROM visit WHERE time(t_in)>'17:30:00'",
    "SELECT id FROM visit WHERE time(t_in)>='17:30:00'",
  ],
  [
    'visits',
    "SELECT id FROM visit WHERE time(t_in) BETWEEN '08:00' AND '12:00'",
    "SELECT id FROM visit WHERE time(t_in)>='08:00' AND time(t_in)<='12:00:00'",
  ],
  [
    'visits',
    "SELECT id FROM visit WHERE strftime('%Y',epoch,'unixepoch')='2023'",
    'SELECT id FROM visit WHERE epoch>=1672531200 AND epoch<=1704063600',
  ],
  [
    'visits',
    "SELECT id FROM visit WHERE strftime('%s',t_out)-strftime('%s',t_in)>3600",
    "SELECT id FROM visit WHERE strftime('%s',t_out)-strftime('%s',t_in)>=3600",
  ],
  [
    'accounts',
    'SELECT no FROM acct WHERE julianday(closed)-julianday(opened)>=365',
    "SELECT no FROM acct WHERE closed>=date(opened,'+1 year')",
  ],
  [
    'accounts',
    "SELECT strftime('%m',at) m, count(*) FROM txn GROUP BY m",
    "SELECT strftime('%m',at) m, count(*) FROM txn GROUP BY strftime('%Y%m',at)",
  ],
  [
    'accounts',
    "SELECT a.id FROM txn a JOIN txn b ON a.acct_no=b.acct_no AND strftime('%s',b.at)-strftime('%s',a.at) BETWEEN 1 AND 600",
    "SELECT a.id FROM txn a JOIN txn b ON a.acct_no=b.acct_no AND strftime('%s',b.at)-strftime('%s',a.at) BETWEEN 1 AND 599",
  ],
  [
    'accounts',
    "SELECT no FROM acct WHERE strftime('%m-%d',opened)='02-29'",
    "SELECT no FROM acct WHERE opened='2024-02-29'",
  ],
  [
    'products',
    "SELECT datetime(ts,'unixepoch') FROM mv WHERE ts%86400>=64800",
    "SELECT datetime(ts,'unixepoch') FROM mv WHERE strftime('%H',ts,'unixepoch')>'18'",
  ],
  [
    'products',
    "SELECT strftime('%Y',ts,'unixepoch') y, count(*) FROM mv GROUP BY y",
    "SELECT strftime('%Y',ts,'unixepoch') y, count(*) FROM mv GROUP BY ts/31536000",
  ],
];

const json: readonly RarePair[] = [
  [
    'documents',
    "SELECT id FROM doc WHERE json_extract(body,'$.n')=7",
    `SELECT id FROM doc WHERE body LIKE '%"n":7%'`,
  ],
  [
    'documents',
    "SELECT id FROM doc WHERE json_extract(body,'$.k') IS NULL",
    "SELECT id FROM doc WHERE json_type(body,'$.k')='null'",
  ],
  [
    'documents',
    "SELECT id FROM doc WHERE json_extract(body,'$.on')=1",
    "SELECT id FROM doc WHERE body->'$.on'='true'",
  ],
  [
    'documents',
    "SELECT d.id, e.value FROM doc d, json_each(d.body,'$.l') e",
    "SELECT DISTINCT d.id, e.value FROM doc d, json_each(d.body,'$.l') e",
  ],
  [
    'documents',
    "SELECT d.id FROM doc d WHERE EXISTS (SELECT 1 FROM json_each(d.body,'$.tags') e WHERE e.value='hot')",
    "SELECT d.id FROM doc d, json_each(d.body,'$.tags') e WHERE e.value='hot'",
  ],
  [
    'documents',
    "SELECT d.id FROM doc d, json_each(d.body,'$.tags') e WHERE e.value='hot'",
    "SELECT d.id FROM doc d WHERE json_extract(d.body,'$.tags[0]')='hot'",
  ],
  [
    'documents',
    "SELECT id FROM doc WHERE json_extract(body,'$.l[1]')=5",
    "SELECT id FROM doc WHERE json_extract(body,'$.l[0]')=5",
  ],
  [
    'products',
    "SELECT id FROM p WHERE json_extract(meta,'$.dim.w')>=40",
    "SELECT id FROM p WHERE json_extract(meta,'$.dim.w')>40",
  ],
  [
    'products',
    "SELECT id, json_array_length(meta,'$.parts') FROM p",
    "SELECT id, (SELECT count(*) FROM json_each(meta,'$.parts')) FROM p",
  ],
  [
    'products',
    "SELECT p.id FROM p, json_each(p.meta,'$.parts') j WHERE j.value>3",
    "SELECT p.id FROM p WHERE EXISTS (SELECT 1 FROM json_each(p.meta,'$.parts') j WHERE j.value>3)",
  ],
  [
    'products',
    "SELECT id FROM p WHERE json_extract(meta,'$.a')>json_extract(meta,'$.b')",
    "SELECT id FROM p WHERE json_extract(meta,'$.a')>=json_extract(meta,'$.b')",
  ],
];

export const wrongRareValues: Readonly<Record<string, readonly RarePair[]>> = {
  numbers,
  texts,
  dates,
  JSON: json,
};
