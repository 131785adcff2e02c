/**
 * Rewrites of recursive queries: unrolled to too few levels, begun or cut elsewhere, of rows that lead back to where
 * they were.
 */
import type { RarePair } from './rare-schemas.ts';

/** Wrong ones: they show on trees that are deep enough, and not on the cycles on which the original has no end. */
export const wrongRecursion: readonly RarePair[] = [
  [
    'units',
    'WITH RECURSIVE d(uid,n) AS (SELECT uid,0 FROM unit WHERE part_of IS NULL UNION ALL SELECT u.uid,d.n+1 FROM unit u JOIN d ON u.part_of=d.uid) SELECT uid,n FROM d',
    'SELECT uid,0 AS n FROM unit WHERE part_of IS NULL UNION ALL SELECT u.uid,1 FROM unit u JOIN unit p ON p.uid=u.part_of WHERE p.part_of IS NULL UNION ALL SELECT u.uid,2 FROM unit u JOIN unit p ON p.uid=u.part_of JOIN unit g ON g.uid=p.part_of WHERE g.part_of IS NULL',
  ],
  [
    'units',
    'WITH RECURSIVE a(uid,top) AS (SELECT uid,part_of FROM unit WHERE part_of IS NOT NULL UNION ALL SELECT a.uid,u.part_of FROM a JOIN unit u ON u.uid=a.top WHERE u.part_of IS NOT NULL) SELECT uid,COUNT(*) AS n FROM a GROUP BY uid',
    'SELECT u.uid,1+(p.part_of IS NOT NULL) AS n FROM unit u JOIN unit p ON p.uid=u.part_of',
  ],
  [
    'units',
    'WITH RECURSIVE s(root,uid) AS (SELECT uid,uid FROM unit UNION ALL SELECT s.root,u.uid FROM s JOIN unit u ON u.part_of=s.uid) SELECT s.root,SUM(p.pay) AS pay FROM s JOIN post p ON p.unit_id=s.uid GROUP BY s.root',
    'WITH RECURSIVE s(root,uid) AS (SELECT uid,uid FROM unit WHERE part_of IS NULL UNION ALL SELECT s.root,u.uid FROM s JOIN unit u ON u.part_of=s.uid) SELECT s.root,SUM(p.pay) AS pay FROM s JOIN post p ON p.unit_id=s.uid GROUP BY s.root',
  ],
  [
    'units',
    "WITH RECURSIVE s(uid) AS (SELECT uid FROM unit WHERE title='Sales' UNION ALL SELECT u.uid FROM unit u JOIN s ON u.part_of=s.uid) SELECT p.holder FROM post p WHERE p.unit_id IN (SELECT uid FROM s)",
    "SELECT p.holder FROM post p JOIN unit u ON u.uid=p.unit_id LEFT JOIN unit v ON v.uid=u.part_of LEFT JOIN unit w ON w.uid=v.part_of WHERE 'Sales' IN (u.title,v.title,w.title)",
  ],
  [
    'units',
    'WITH RECURSIVE r(uid,at) AS (SELECT uid,uid FROM unit UNION ALL SELECT r.uid,u.part_of FROM r JOIN unit u ON u.uid=r.at WHERE u.part_of IS NOT NULL) SELECT r.uid,r.at AS root FROM r JOIN unit u ON u.uid=r.at WHERE u.part_of IS NULL',
    'SELECT u.uid,COALESCE(g.uid,p.uid,u.uid) AS root FROM unit u LEFT JOIN unit p ON p.uid=u.part_of LEFT JOIN unit g ON g.uid=p.part_of',
  ],
  [
    'units',
    'WITH RECURSIVE s(uid) AS (SELECT uid FROM unit WHERE part_of IS NULL UNION ALL SELECT u.uid FROM unit u JOIN s ON u.part_of=s.uid WHERE u.closed=0) SELECT uid FROM s',
    'WITH RECURSIVE s(uid) AS (SELECT uid FROM unit WHERE part_of IS NULL UNION ALL SELECT u.uid FROM unit u JOIN s ON u.part_of=s.uid) SELECT s.uid FROM s JOIN unit u ON u.uid=s.uid WHERE u.closed=0 OR u.part_of IS NULL',
  ],
  [
    'units',
    'WITH RECURSIVE u(uid) AS (SELECT 7 UNION ALL SELECT x.part_of FROM u JOIN unit x ON x.uid=u.uid WHERE x.part_of IS NOT NULL) SELECT t.title FROM u JOIN unit t ON t.uid=u.uid',
    'SELECT t.title FROM unit t WHERE t.uid=7 OR t.uid=(SELECT part_of FROM unit WHERE uid=7) OR t.uid=(SELECT p.part_of FROM unit c JOIN unit p ON p.uid=c.part_of WHERE c.uid=7)',
  ],
  [
    'genres',
    'WITH RECURSIVE g(code,lvl) AS (SELECT code,1 FROM genre WHERE above IS NULL UNION ALL SELECT x.code,g.lvl+1 FROM genre x JOIN g ON x.above=g.code) SELECT lvl,COUNT(*) AS n FROM g GROUP BY lvl',
    'WITH RECURSIVE g(code,lvl) AS (SELECT code,1 FROM genre WHERE above IS NULL OR above NOT IN (SELECT code FROM genre) UNION ALL SELECT x.code,g.lvl+1 FROM genre x JOIN g ON x.above=g.code) SELECT lvl,COUNT(*) AS n FROM g GROUP BY lvl',
  ],
  [
    'genres',
    "WITH RECURSIVE p(code,path) AS (SELECT code,code FROM genre WHERE above IS NULL UNION ALL SELECT g.code,p.path||'/'||g.code FROM genre g JOIN p ON g.above=p.code) SELECT code,path FROM p",
    "SELECT g.code,CASE WHEN h.code IS NULL THEN g.code ELSE COALESCE(i.code||'/','')||h.code||'/'||g.code END AS path FROM genre g LEFT JOIN genre h ON h.code=g.above LEFT JOIN genre i ON i.code=h.above WHERE g.above IS NULL OR h.code IS NOT NULL",
  ],
  [
    'genres',
    "WITH RECURSIVE g(code,lvl) AS (SELECT code,0 FROM genre WHERE label='Rock' UNION ALL SELECT x.code,g.lvl+1 FROM genre x JOIN g ON x.above=g.code WHERE g.lvl<3) SELECT SUM(secs) AS s FROM song WHERE genre_code IN (SELECT code FROM g)",
    "WITH RECURSIVE g(code,lvl) AS (SELECT code,0 FROM genre WHERE label='Rock' UNION ALL SELECT x.code,g.lvl+1 FROM genre x JOIN g ON x.above=g.code WHERE g.lvl<2) SELECT SUM(secs) AS s FROM song WHERE genre_code IN (SELECT code FROM g)",
  ],
  [
    'parts',
    'WITH RECURSIVE t(no) AS (SELECT piece FROM uses WHERE whole=1 UNION ALL SELECT u.piece FROM t JOIN uses u ON u.whole=t.no) SELECT DISTINCT no FROM t WHERE no NOT IN (SELECT whole FROM uses)',
    'SELECT DISTINCT a.piece AS no FROM uses a WHERE a.whole=1 AND NOT EXISTS(SELECT 1 FROM uses b WHERE b.whole=a.piece) UNION SELECT b.piece FROM uses a JOIN uses b ON b.whole=a.piece WHERE a.whole=1 AND b.piece NOT IN (SELECT whole FROM uses)',
  ],
  [
    'ledgers',
    'WITH RECURSIVE s(top,id) AS (SELECT id,id FROM acct WHERE super_id=0 UNION ALL SELECT s.top,a.id FROM s JOIN acct a ON a.super_id=s.id) SELECT s.top,SUM(a.cents) AS c FROM s JOIN acct a ON a.id=s.id GROUP BY s.top',
    'SELECT t.id AS top,SUM(a.cents) AS c FROM acct t JOIN acct a ON a.id=t.id OR a.super_id=t.id OR a.super_id IN (SELECT id FROM acct WHERE super_id=t.id) WHERE t.super_id=0 GROUP BY t.id',
  ],
  [
    'chiefs',
    'WITH RECURSIVE c(id,boss) AS (SELECT p.id,t.chief_id FROM person p JOIN team t ON t.id=p.team_id UNION ALL SELECT c.id,t.chief_id FROM c JOIN person p ON p.id=c.boss JOIN team t ON t.id=p.team_id) SELECT id,COUNT(boss) AS n FROM c GROUP BY id',
    'SELECT p.id,(t.chief_id IS NOT NULL)+(t2.chief_id IS NOT NULL) AS n FROM person p JOIN team t ON t.id=p.team_id LEFT JOIN person q ON q.id=t.chief_id LEFT JOIN team t2 ON t2.id=q.team_id',
  ],
];

/** Right ones, some of which come to an end where the original does not. */
export const rightRecursion: readonly RarePair[] = [
  [
    'units',
    "WITH RECURSIVE s(uid) AS (SELECT uid FROM unit WHERE title='Sales' UNION ALL SELECT u.uid FROM unit u JOIN s ON u.part_of=s.uid) SELECT COUNT(*) AS n FROM post WHERE unit_id IN (SELECT uid FROM s)",
    "WITH RECURSIVE s(uid) AS (SELECT uid FROM unit WHERE title='Sales' UNION SELECT u.uid FROM unit u JOIN s ON u.part_of=s.uid) SELECT COUNT(*) AS n FROM post WHERE EXISTS(SELECT 1 FROM s WHERE s.uid=unit_id)",
  ],
  [
    'units',
    'WITH RECURSIVE s(root,uid) AS (SELECT uid,uid FROM unit WHERE part_of IS NULL UNION ALL SELECT s.root,u.uid FROM s JOIN unit u ON u.part_of=s.uid) SELECT s.root,SUM(p.pay) AS pay FROM s JOIN post p ON p.unit_id=s.uid GROUP BY s.root',
    'WITH RECURSIVE s(root,uid) AS (SELECT uid,uid FROM unit WHERE part_of IS NULL UNION ALL SELECT s.root,u.uid FROM s JOIN unit u ON u.part_of=s.uid), t AS (SELECT unit_id,SUM(pay) AS pay FROM post GROUP BY unit_id) SELECT s.root,SUM(t.pay) AS pay FROM s JOIN t ON t.unit_id=s.uid GROUP BY s.root',
  ],
  [
    'genres',
    'WITH RECURSIVE g(code,lvl) AS (SELECT code,0 FROM genre WHERE above IS NULL UNION ALL SELECT x.code,g.lvl+1 FROM genre x JOIN g ON x.above=g.code WHERE g.lvl<1) SELECT code,lvl FROM g',
    'SELECT code,0 AS lvl FROM genre WHERE above IS NULL UNION ALL SELECT x.code,1 FROM genre x JOIN genre y ON x.above=y.code WHERE y.above IS NULL',
  ],
  [
    'parts',
    'WITH RECURSIVE t(no) AS (SELECT piece FROM uses WHERE whole=1 UNION ALL SELECT u.piece FROM t JOIN uses u ON u.whole=t.no) SELECT DISTINCT no FROM t',
    'WITH RECURSIVE t(no) AS (SELECT piece FROM uses WHERE whole=1 UNION SELECT u.piece FROM t JOIN uses u ON u.whole=t.no) SELECT no FROM t',
  ],
  [
    'ledgers',
    'WITH RECURSIVE s(id,d) AS (SELECT id,0 FROM acct WHERE super_id=0 UNION ALL SELECT a.id,s.d+1 FROM s JOIN acct a ON a.super_id=s.id) SELECT MAX(d) AS d FROM s WHERE d<=1',
    'SELECT MAX(d) AS d FROM (SELECT 0 AS d FROM acct WHERE super_id=0 UNION ALL SELECT 1 FROM acct a JOIN acct b ON b.id=a.super_id WHERE b.super_id=0)',
  ],
];
