/** Wrong rewrites that show only with groups, chains or partners of the right number. */
import type { RarePair } from './rare-schemas.ts';

const groups: readonly RarePair[] = [
  [
    'sales',
    'SELECT store_id FROM sale GROUP BY store_id HAVING count(*)>=45',
    'SELECT store_id FROM sale GROUP BY store_id HAVING count(*)>45',
  ],
  [
    'sales',
    'SELECT kind FROM sale GROUP BY kind HAVING count(*)>=400',
    'SELECT kind FROM sale GROUP BY kind HAVING count(*)>400',
  ],
  [
    'sales',
    'SELECT store_id FROM sale GROUP BY store_id HAVING count(*)>=4 AND sum(amt)>200',
    'SELECT store_id FROM sale GROUP BY store_id HAVING count(*)>=4 AND sum(amt)>=200',
  ],
  [
    'sales',
    'SELECT store_id FROM sale GROUP BY store_id HAVING sum(amt)>=900 AND avg(amt)<300',
    'SELECT store_id FROM sale GROUP BY store_id HAVING sum(amt)>=900 AND avg(amt)<=300',
  ],
  [
    'sales',
    'SELECT store_id FROM sale GROUP BY store_id HAVING sum(amt)>=100 AND max(amt)<40',
    'SELECT store_id FROM sale GROUP BY store_id HAVING sum(amt)>=100 AND max(amt)<=40',
  ],
  [
    'sales',
    'SELECT store_id FROM sale GROUP BY store_id HAVING count(DISTINCT amt)=2 AND sum(amt)=7',
    'SELECT store_id FROM sale GROUP BY store_id HAVING count(DISTINCT amt)=2 AND sum(amt)=7 AND min(amt)>=0',
  ],
  [
    'sales',
    "SELECT store_id FROM sale GROUP BY store_id HAVING sum(kind='x')>=5",
    "SELECT store_id FROM sale GROUP BY store_id HAVING sum(kind='x')>5",
  ],
  [
    'sales',
    'SELECT store_id FROM sale GROUP BY store_id HAVING count(*) FILTER (WHERE amt>10)>=6',
    'SELECT store_id FROM sale GROUP BY store_id HAVING count(*) FILTER (WHERE amt>10)>6',
  ],
  [
    'sales',
    'SELECT store_id FROM sale GROUP BY store_id HAVING sum(amt)*2>count(*)*30',
    'SELECT store_id FROM sale GROUP BY store_id HAVING sum(amt)*2>=count(*)*30',
  ],
  [
    'accounts',
    'SELECT acct_no FROM txn GROUP BY acct_no HAVING max(amt)-min(amt)>30',
    'SELECT acct_no FROM txn GROUP BY acct_no HAVING max(amt)-min(amt)>=30',
  ],
  [
    'accounts',
    'SELECT acct_no FROM txn GROUP BY acct_no HAVING sum(qty)>12 AND min(qty)>2',
    'SELECT acct_no FROM txn GROUP BY acct_no HAVING sum(qty)>12 AND min(qty)>=2',
  ],
  [
    'accounts',
    "SELECT acct_no FROM txn GROUP BY acct_no HAVING sum(CASE WHEN kind='in' THEN amt ELSE -amt END)>=40",
    "SELECT acct_no FROM txn GROUP BY acct_no HAVING sum(CASE WHEN kind='in' THEN amt ELSE -amt END)>40",
  ],
  [
    'accounts',
    'SELECT a.owner FROM acct a JOIN txn t ON t.acct_no=a.no GROUP BY a.no HAVING count(*)>a.lim',
    'SELECT a.owner FROM acct a JOIN txn t ON t.acct_no=a.no GROUP BY a.no HAVING count(*)>=a.lim',
  ],
  [
    'products',
    'SELECT p.id FROM p JOIN st ON st.pid=p.id GROUP BY p.id HAVING sum(st.n)*p.unit>90',
    'SELECT p.id FROM p JOIN st ON st.pid=p.id GROUP BY p.id HAVING sum(st.n)*p.unit>=90',
  ],
];

const windows: readonly RarePair[] = [
  [
    'sales',
    'SELECT id, avg(amt) OVER (PARTITION BY store_id ORDER BY id ROWS BETWEEN 4 PRECEDING AND CURRENT ROW) FROM sale',
    'SELECT id, avg(amt) OVER (PARTITION BY store_id ORDER BY id ROWS BETWEEN 5 PRECEDING AND CURRENT ROW) FROM sale',
  ],
  [
    'sales',
    'SELECT id, lag(amt,12) OVER (PARTITION BY store_id ORDER BY id) FROM sale',
    'SELECT id, NULL FROM sale',
  ],
  [
    'sales',
    'SELECT id, nth_value(amt,5) OVER (ORDER BY id) FROM sale',
    'SELECT id, nth_value(amt,6) OVER (ORDER BY id) FROM sale',
  ],
  [
    'sales',
    'SELECT id, ntile(7) OVER (ORDER BY id) FROM sale',
    'SELECT id, ntile(8) OVER (ORDER BY id) FROM sale',
  ],
  [
    'sales',
    'SELECT id FROM (SELECT id, rank() OVER (PARTITION BY store_id ORDER BY amt DESC) r FROM sale) WHERE r<=5',
    'SELECT id FROM (SELECT id, dense_rank() OVER (PARTITION BY store_id ORDER BY amt DESC) r FROM sale) WHERE r<=5',
  ],
  [
    'sales',
    'SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) r FROM sale) WHERE r%8=0',
    'SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) r FROM sale) WHERE r=8',
  ],
  [
    'sales',
    'SELECT id FROM (SELECT id, percent_rank() OVER (ORDER BY id) p FROM sale) WHERE p>=0.8',
    'SELECT id FROM (SELECT id, percent_rank() OVER (ORDER BY id) p FROM sale) WHERE p>0.8',
  ],
  [
    'accounts',
    'SELECT id, sum(qty) OVER (ORDER BY id ROWS BETWEEN 3 PRECEDING AND 3 FOLLOWING) FROM txn',
    'SELECT id, sum(qty) OVER (ORDER BY id ROWS BETWEEN 3 PRECEDING AND 4 FOLLOWING) FROM txn',
  ],
  [
    'accounts',
    'SELECT id FROM (SELECT id, dense_rank() OVER (PARTITION BY kind ORDER BY amt) r FROM txn) WHERE r=8',
    'SELECT id FROM (SELECT id, rank() OVER (PARTITION BY kind ORDER BY amt) r FROM txn) WHERE r=8',
  ],
  [
    'accounts',
    'SELECT id, sum(qty) OVER (ORDER BY qty RANGE BETWEEN 5 PRECEDING AND CURRENT ROW) FROM txn WHERE qty IS NOT NULL',
    'SELECT id, sum(qty) OVER (ORDER BY qty RANGE BETWEEN 4 PRECEDING AND CURRENT ROW) FROM txn WHERE qty IS NOT NULL',
  ],
  [
    'accounts',
    'SELECT id, count(*) OVER (PARTITION BY acct_no ORDER BY qty GROUPS 2 PRECEDING) FROM txn',
    'SELECT id, count(*) OVER (PARTITION BY acct_no ORDER BY qty GROUPS 3 PRECEDING) FROM txn',
  ],
];

const chains: readonly RarePair[] = [
  [
    'trees',
    'WITH RECURSIVE t(id,d) AS (SELECT id,1 FROM node WHERE par IS NULL UNION ALL SELECT n.id,d+1 FROM node n JOIN t ON n.par=t.id WHERE d<9) SELECT id FROM t',
    'WITH RECURSIVE t(id,d) AS (SELECT id,1 FROM node WHERE par IS NULL UNION ALL SELECT n.id,d+1 FROM node n JOIN t ON n.par=t.id WHERE d<=9) SELECT id FROM t',
  ],
  [
    'sales',
    'SELECT s.id FROM store s JOIN sale a ON a.store_id=s.id JOIN ret r ON r.sale_id=a.id GROUP BY s.id HAVING count(r.n)>4',
    'SELECT s.id FROM store s JOIN sale a ON a.store_id=s.id JOIN ret r ON r.sale_id=a.id GROUP BY s.id HAVING count(DISTINCT r.n)>4',
  ],
  [
    'trees',
    'WITH RECURSIVE t(v) AS (SELECT 1 UNION SELECT dst FROM edge JOIN t ON src=v) SELECT v FROM t',
    'SELECT 1 v UNION SELECT dst FROM edge WHERE src=1 UNION SELECT b.dst FROM edge a JOIN edge b ON b.src=a.dst WHERE a.src=1 UNION SELECT c.dst FROM edge a JOIN edge b ON b.src=a.dst JOIN edge c ON c.src=b.dst WHERE a.src=1',
  ],
  [
    'trees',
    'WITH RECURSIVE t(id,par,d) AS (SELECT id,par,0 FROM node UNION ALL SELECT t.id,n.par,d+1 FROM t JOIN node n ON n.id=t.par WHERE d<12) SELECT id,max(d) FROM t GROUP BY id',
    'WITH RECURSIVE t(id,par,d) AS (SELECT id,par,0 FROM node UNION ALL SELECT t.id,n.par,d+1 FROM t JOIN node n ON n.id=t.par WHERE d<3) SELECT id,max(d) FROM t GROUP BY id',
  ],
  [
    'trees',
    'SELECT a.id FROM node a JOIN node b ON a.par=b.id',
    'SELECT a.id FROM node a JOIN node b ON a.par=b.id AND a.id<>b.id',
  ],
  [
    'trees',
    'SELECT a.id FROM node a JOIN node b ON a.par=b.id JOIN node c ON b.par=c.id JOIN node d ON c.par=d.id JOIN node e ON d.par=e.id',
    'SELECT a.id FROM node a JOIN node b ON a.par=b.id JOIN node c ON b.par=c.id JOIN node d ON c.par=d.id JOIN node e ON d.par=e.id WHERE e.par IS NULL',
  ],
  [
    'trees',
    'WITH RECURSIVE t(n,d) AS (SELECT name,0 FROM cat WHERE parent IS NULL UNION ALL SELECT c.name,d+1 FROM cat c JOIN t ON c.parent=t.n) SELECT n FROM t WHERE d<=4',
    'WITH RECURSIVE t(n,d) AS (SELECT name,0 FROM cat WHERE parent IS NULL UNION ALL SELECT c.name,d+1 FROM cat c JOIN t ON c.parent=t.n) SELECT n FROM t WHERE d<=5',
  ],
  [
    'accounts',
    'WITH RECURSIVE r(no,d) AS (SELECT no,0 FROM acct WHERE sponsor IS NULL UNION ALL SELECT a.no,d+1 FROM acct a JOIN r ON a.sponsor=r.no AND d<7) SELECT no FROM r',
    'WITH RECURSIVE r(no,d) AS (SELECT no,0 FROM acct WHERE sponsor IS NULL UNION ALL SELECT a.no,d+1 FROM acct a JOIN r ON a.sponsor=r.no AND d<8) SELECT no FROM r',
  ],
  [
    'people',
    'WITH RECURSIVE r(id) AS (SELECT 3 UNION SELECT p.id FROM person p JOIN r ON p.mgr=r.id) SELECT sum(pay) FROM person WHERE id IN (SELECT id FROM r)',
    'SELECT sum(pay) FROM person WHERE id=3 OR mgr=3',
  ],
  [
    'people',
    'WITH RECURSIVE r(x,d) AS (SELECT b,1 FROM link WHERE a=1 UNION SELECT l.b,d+1 FROM link l JOIN r ON l.a=r.x WHERE d<5) SELECT DISTINCT x FROM r',
    'WITH RECURSIVE r(x,d) AS (SELECT b,1 FROM link WHERE a=1 UNION SELECT l.b,d+1 FROM link l JOIN r ON l.a=r.x WHERE d<4) SELECT DISTINCT x FROM r',
  ],
  [
    'people',
    'SELECT l.a FROM link l JOIN link m ON l.b=m.a AND m.b=l.a',
    'SELECT l.a FROM link l JOIN link m ON l.b=m.a AND m.b=l.a WHERE l.a<>l.b',
  ],
];

const nestedQueries: readonly RarePair[] = [
  [
    'sales',
    'SELECT s.id FROM store s WHERE NOT EXISTS (SELECT 1 FROM sale a WHERE a.store_id=s.id AND NOT EXISTS (SELECT 1 FROM ret r WHERE r.sale_id=a.id AND r.why=s.city))',
    'SELECT s.id FROM store s WHERE NOT EXISTS (SELECT 1 FROM sale a JOIN ret r ON r.sale_id=a.id WHERE a.store_id=s.id AND r.why<>s.city)',
  ],
  [
    'sales',
    'SELECT s.id FROM store s WHERE 10 < (SELECT avg(a.amt) FROM sale a JOIN ret r ON r.sale_id=a.id WHERE a.store_id=s.id)',
    'SELECT s.id FROM store s WHERE 10 < (SELECT avg(a.amt) FROM sale a WHERE a.store_id=s.id AND a.id IN (SELECT sale_id FROM ret))',
  ],
  [
    'sales',
    "SELECT store_id FROM sale WHERE amt>20 INTERSECT SELECT store_id FROM sale WHERE kind='x'",
    "SELECT store_id FROM sale WHERE amt>20 AND kind='x'",
  ],
  [
    'people',
    'SELECT id FROM person p WHERE NOT EXISTS (SELECT 1 FROM link l WHERE l.a=p.id AND NOT EXISTS (SELECT 1 FROM ev e WHERE e.pid=l.b AND e.v>p.pay))',
    'SELECT id FROM person p WHERE NOT EXISTS (SELECT 1 FROM link l JOIN ev e ON e.pid=l.b WHERE l.a=p.id AND e.v<=p.pay)',
  ],
  [
    'people',
    'SELECT team, sum(pay) FROM person p JOIN ev e ON e.pid=p.id GROUP BY team',
    'SELECT team, sum(pay) FROM person p WHERE id IN (SELECT pid FROM ev) GROUP BY team',
  ],
  [
    'accounts',
    'SELECT a.no FROM acct a WHERE a.bal>(SELECT sum(f.fee) FROM fee f JOIN txn t ON t.acct_no=f.acct_no WHERE f.acct_no=a.no)',
    'SELECT a.no FROM acct a WHERE a.bal>(SELECT sum(f.fee) FROM fee f WHERE f.acct_no=a.no AND EXISTS (SELECT 1 FROM txn t WHERE t.acct_no=f.acct_no))',
  ],
];

export const wrongRareRows: Readonly<Record<string, readonly RarePair[]>> = {
  groups,
  windows,
  chains,
  'nested queries': nestedQueries,
};
