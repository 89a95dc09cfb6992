-- A database as the first release left it: two edits of one segment, one unit of the memory,
-- and two documents that were deleted.
BEGIN TRANSACTION;
CREATE TABLE documents (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  format TEXT NOT NULL,
  source_language TEXT NOT NULL,
  target_language TEXT NOT NULL,
  source BLOB NOT NULL,
  created TEXT NOT NULL
);
INSERT INTO "documents" VALUES(2,'border-trade.md','markdown','en','prs',X'232054686520626F726465722072656F70656E65642E0A','2026-03-01T11:08:29.831+00:00');
CREATE TABLE memory (
  id INTEGER NOT NULL,
  source_language TEXT NOT NULL,
  target_language TEXT NOT NULL,
  digest BLOB NOT NULL,
  source TEXT NOT NULL,
  target TEXT NOT NULL,
  origin TEXT NOT NULL,
  creator TEXT NOT NULL,
  created TEXT NOT NULL,
  author TEXT NOT NULL,
  changed TEXT NOT NULL,
  note TEXT NOT NULL,
  properties TEXT NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (digest, source_language, target_language)
);
INSERT INTO "memory" VALUES(1,'en','prs',X'E8C3610F91A01D17BAC520A53816F6F9','The border reopened.','سرحد باز شد.','border-trade.md','Amin','2026-03-01T11:08:29+00:00','Zarghuna','2026-03-01T11:08:29+00:00','','');
CREATE TABLE memory_past (
  id INTEGER NOT NULL,
  unit INTEGER NOT NULL,
  target TEXT NOT NULL,
  origin TEXT NOT NULL,
  author TEXT NOT NULL,
  changed TEXT NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY(unit) REFERENCES memory (id) ON DELETE CASCADE
);
INSERT INTO "memory_past" VALUES(1,1,'مرز باز شد.','border-trade.md','Amin','2026-03-01T11:08:29+00:00');
CREATE TABLE revisions (
  id INTEGER NOT NULL,
  document INTEGER NOT NULL,
  "key" TEXT NOT NULL,
  revision INTEGER NOT NULL,
  author TEXT NOT NULL,
  at TEXT NOT NULL,
  old_target TEXT NOT NULL,
  new_target TEXT NOT NULL,
  old_state TEXT NOT NULL,
  new_state TEXT NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY(document) REFERENCES documents (id) ON DELETE CASCADE
);
INSERT INTO "revisions" VALUES(1,2,'a',1,'Amin','2026-03-01T11:08:29.845+00:00','','مرز باز شد.','new','translated');
INSERT INTO "revisions" VALUES(2,2,'a',2,'Zarghuna','2026-03-01T11:08:29.874+00:00','مرز باز شد.','سرحد باز شد.','translated','reviewed');
CREATE TABLE segments (
  document INTEGER NOT NULL,
  "key" TEXT NOT NULL,
  position INTEGER NOT NULL,
  source TEXT NOT NULL,
  target TEXT NOT NULL,
  state TEXT NOT NULL,
  origin TEXT NOT NULL,
  translate BOOLEAN NOT NULL,
  revision INTEGER NOT NULL,
  PRIMARY KEY (document, "key"),
  FOREIGN KEY(document) REFERENCES documents (id) ON DELETE CASCADE
);
INSERT INTO "segments" VALUES(2,'a',0,'The border reopened.','سرحد باز شد.','reviewed','Zarghuna',1,2);
INSERT INTO "segments" VALUES(2,'b',1,'Trade rose 15 percent.','','new','',1,0);
CREATE INDEX ix_revisions_document ON revisions (document);
CREATE INDEX ix_memory_past_unit ON memory_past (unit);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('documents',3);
PRAGMA user_version = 1;
COMMIT;
