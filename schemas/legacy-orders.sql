-- Legacy order entry
-- Sales per customer group, month and item, open order lines, and slow payers; taken over from a mainframe, no keys declared between tables.

CREATE TABLE cust (
  cust_no INTEGER PRIMARY KEY,
  cust_nm CHAR(30) NOT NULL,
  addr1 CHAR(30),
  city CHAR(20),
  ctry CHAR(2) CHECK (ctry IN ('DE', 'AT', 'CH', 'FR', 'NL')),
  grp_cd CHAR(1) NOT NULL CHECK (grp_cd IN ('A', 'B', 'C', 'X')), -- A key account, X blocked
  cr_lim DECIMAL(9,2) DEFAULT 0,
  crt_dt CHAR(10) NOT NULL,
  del_flg INTEGER NOT NULL DEFAULT 0 CHECK (del_flg IN (0, 1))
);

CREATE TABLE itm (
  itm_no INTEGER PRIMARY KEY,
  itm_desc CHAR(40) NOT NULL,
  itm_grp CHAR(3) CHECK (itm_grp IN ('ELE', 'MEC', 'CHE', 'PAC')),
  lst_prc_amt DECIMAL(9,2) NOT NULL,
  vat_cd INTEGER NOT NULL DEFAULT 1 CHECK (vat_cd IN (0, 1, 2))
);

CREATE TABLE slsrep (
  rep_no INTEGER PRIMARY KEY,
  rep_nm CHAR(30),
  boss_rep_no INTEGER -- a rep_no
);

CREATE TABLE ordhdr (
  ord_no INTEGER PRIMARY KEY,
  cust_no INTEGER NOT NULL,
  rep_no INTEGER,
  ord_dt CHAR(10) NOT NULL,
  req_dt CHAR(10),
  sts CHAR(1) NOT NULL CHECK (sts IN ('O', 'P', 'S', 'I', 'C')), -- open, picked, shipped, invoiced, cancelled
  tot_amt DECIMAL(11,2)
);

CREATE TABLE ordlin (
  ord_no INTEGER NOT NULL,
  lin_no INTEGER NOT NULL CHECK (lin_no BETWEEN 1 AND 40),
  itm_no INTEGER NOT NULL,
  qty INTEGER NOT NULL,
  prc_amt DECIMAL(9,2) NOT NULL,
  disc_pct DECIMAL(4,1) DEFAULT 0 CHECK (disc_pct BETWEEN 0 AND 50),
  shp_qty INTEGER,
  PRIMARY KEY (ord_no, lin_no)
);

CREATE TABLE inv (
  inv_no INTEGER PRIMARY KEY,
  ord_no INTEGER NOT NULL,
  cust_no INTEGER NOT NULL,
  inv_dt CHAR(10) NOT NULL,
  due_dt CHAR(10) NOT NULL,
  inv_amt DECIMAL(11,2) NOT NULL,
  pd_dt CHAR(10)
);

CREATE INDEX x_ordhdr_1 ON ordhdr (cust_no);
