BEGIN TRANSACTION;
CREATE TABLE chats (
    chat_id integer primary key,
    language text,
    blocked integer not null default 0
, longest_side integer) strict
;
INSERT INTO "chats" VALUES(-100,'en',0,NULL);
INSERT INTO "chats" VALUES(7,'it',0,600);
INSERT INTO "chats" VALUES(9,NULL,1,NULL);
CREATE TABLE drafts (
    chat_id integer not null,
    user_id integer not null,
    thread_id integer not null,
    text text not null,
    saved_at real not null,
    primary key (chat_id, user_id, thread_id)
) strict, without rowid
;
INSERT INTO "drafts" VALUES(7,7,0,'{"shape": 2, "content": {"message_id": 60, "image": "b1e99324505bd32da0e1f85dcf5e19a09db0481e8a15f62c41eb320304a8e927", "album": ""}, "styles": [], "albums": {"a9": {"fate": "gathers", "pictures": [{"message_id": 61, "image": "dc81b1d371a4072be7fcfc3e1939f5bddae8bdc168846a50a78face975b9af63", "album": "a9"}], "content": null, "painted": [], "lost": false}}, "seen": [60, 61], "namings": []}',1764000092.0);
CREATE TABLE inbox (
        update_id integer primary key,
        payload text not null,
        received_at real not null,
        settled_at real
    ) strict
    ;
INSERT INTO "inbox" VALUES(499,'',1764000094.0,1764000095.0);
INSERT INTO "inbox" VALUES(500,'{"update_id": 500, "message": {"message_id": 62, "date": 1764000000, "chat": {"id": 7, "type": "private", "first_name": "Ada"}, "from": {"id": 7, "is_bot": false, "first_name": "Ada", "language_code": "it"}, "media_group_id": "a9", "photo": [{"file_id": "f", "file_unique_id": "u", "width": 90, "height": 90}]}}',1764000093.0,NULL);
CREATE TABLE job_images (
        job_id integer not null references jobs (id) on delete cascade,
        part text not null check (part in ('content', 'style', 'init', 'preview', 'result')),
        ref text not null,
        primary key (job_id, part, ref)
    ) strict, without rowid
    ;
INSERT INTO "job_images" VALUES(3,'style','19818c00e27a53819a4ce1341ee0794353501110ebecd1c9884db188843988d0');
INSERT INTO "job_images" VALUES(6,'style','19818c00e27a53819a4ce1341ee0794353501110ebecd1c9884db188843988d0');
INSERT INTO "job_images" VALUES(1,'content','55c64d0fcd6f9d5f7c828093857e3fdfda68478bb4e9bd24d481ef391c7804e8');
INSERT INTO "job_images" VALUES(2,'content','55c64d0fcd6f9d5f7c828093857e3fdfda68478bb4e9bd24d481ef391c7804e8');
INSERT INTO "job_images" VALUES(4,'content','55c64d0fcd6f9d5f7c828093857e3fdfda68478bb4e9bd24d481ef391c7804e8');
INSERT INTO "job_images" VALUES(5,'content','55c64d0fcd6f9d5f7c828093857e3fdfda68478bb4e9bd24d481ef391c7804e8');
INSERT INTO "job_images" VALUES(6,'content','55c64d0fcd6f9d5f7c828093857e3fdfda68478bb4e9bd24d481ef391c7804e8');
INSERT INTO "job_images" VALUES(7,'content','55c64d0fcd6f9d5f7c828093857e3fdfda68478bb4e9bd24d481ef391c7804e8');
INSERT INTO "job_images" VALUES(8,'content','55c64d0fcd6f9d5f7c828093857e3fdfda68478bb4e9bd24d481ef391c7804e8');
INSERT INTO "job_images" VALUES(9,'content','55c64d0fcd6f9d5f7c828093857e3fdfda68478bb4e9bd24d481ef391c7804e8');
INSERT INTO "job_images" VALUES(10,'content','55c64d0fcd6f9d5f7c828093857e3fdfda68478bb4e9bd24d481ef391c7804e8');
INSERT INTO "job_images" VALUES(11,'content','55c64d0fcd6f9d5f7c828093857e3fdfda68478bb4e9bd24d481ef391c7804e8');
INSERT INTO "job_images" VALUES(2,'preview','5975cf1bba432391c94667f5886225f69377c0aa8b9fa21fddfb21c89bcf9092');
INSERT INTO "job_images" VALUES(8,'result','78af7bdb5626eb0a046772b3edda705ca9e60ba7af0960eea89f7fa201d685a8');
INSERT INTO "job_images" VALUES(1,'result','a54e5638bbc34d80ddd34634760fe0db2bbbb301bc97675112c21df61eefdb63');
INSERT INTO "job_images" VALUES(2,'init','a54e5638bbc34d80ddd34634760fe0db2bbbb301bc97675112c21df61eefdb63');
INSERT INTO "job_images" VALUES(9,'result','a54e5638bbc34d80ddd34634760fe0db2bbbb301bc97675112c21df61eefdb63');
INSERT INTO "job_images" VALUES(3,'content','b1e99324505bd32da0e1f85dcf5e19a09db0481e8a15f62c41eb320304a8e927');
INSERT INTO "job_images" VALUES(1,'style','cb86eb2d914d37df6857c3cfe4827b5f770b01a86578120618b0b21572160be8');
INSERT INTO "job_images" VALUES(2,'style','cb86eb2d914d37df6857c3cfe4827b5f770b01a86578120618b0b21572160be8');
INSERT INTO "job_images" VALUES(4,'style','cb86eb2d914d37df6857c3cfe4827b5f770b01a86578120618b0b21572160be8');
INSERT INTO "job_images" VALUES(5,'style','cb86eb2d914d37df6857c3cfe4827b5f770b01a86578120618b0b21572160be8');
INSERT INTO "job_images" VALUES(7,'style','cb86eb2d914d37df6857c3cfe4827b5f770b01a86578120618b0b21572160be8');
INSERT INTO "job_images" VALUES(8,'style','cb86eb2d914d37df6857c3cfe4827b5f770b01a86578120618b0b21572160be8');
INSERT INTO "job_images" VALUES(9,'style','cb86eb2d914d37df6857c3cfe4827b5f770b01a86578120618b0b21572160be8');
INSERT INTO "job_images" VALUES(10,'style','cb86eb2d914d37df6857c3cfe4827b5f770b01a86578120618b0b21572160be8');
INSERT INTO "job_images" VALUES(11,'style','cb86eb2d914d37df6857c3cfe4827b5f770b01a86578120618b0b21572160be8');
INSERT INTO "job_images" VALUES(3,'style','d410850fd5f4e0a3cbffa317eb15d8e3c8fe4bcdb7d77433d8618e0ddaca25cb');
INSERT INTO "job_images" VALUES(6,'style','d410850fd5f4e0a3cbffa317eb15d8e3c8fe4bcdb7d77433d8618e0ddaca25cb');
INSERT INTO "job_images" VALUES(5,'style','dc81b1d371a4072be7fcfc3e1939f5bddae8bdc168846a50a78face975b9af63');
INSERT INTO "job_images" VALUES(10,'result','dc81b1d371a4072be7fcfc3e1939f5bddae8bdc168846a50a78face975b9af63');
CREATE TABLE jobs (
    id integer primary key autoincrement,
    key text not null unique,
    chat_id integer not null,
    user_id integer not null,
    thread_id integer,
    reply_to integer,
    living_message_id integer,
    content text not null,
    recipe text not null,
    method text not null generated always as (recipe ->> '$.method') virtual,
    longest_side integer not null generated always as (recipe ->> '$.longest_side') virtual,
    lane integer not null,
    round integer not null,
    state text not null default 'queued' check (state in ('queued', 'leased', 'succeeded', 'dead', 'cancelled')),
    attempt integer not null default 0,
    forgiven integer not null default 0,
    due real not null,
    lease_until real,
    worker text,
    cancel_requested integer not null default 0,
    progress real not null default 0,
    preview text,
    result text,
    failure text,
    failed_image text not null default '',
    created_at real not null,
    claimed_at real,
    finished_at real,
    paint_seconds real
, instead_of integer) strict
;
INSERT INTO "jobs" VALUES(1,'7:11:10+11',7,7,NULL,11,100,'55c64d0fcd6f9d5f7c828093857e3fdfda68478bb4e9bd24d481ef391c7804e8','{"brush_size":1.0,"first_number":1,"init":null,"keep_colours":false,"keep_faces":true,"longest_side":1280,"method":"instant","seed":0,"strength":1.0,"styles":[{"image":"cb86eb2d914d37df6857c3cfe4827b5f770b01a86578120618b0b21572160be8","own":"","preset":"","title":"","weight":1.0}]}',0,1,'succeeded',1,0,1764000001.0,2764000005.0,'host/1/1',0,1.0,NULL,'a54e5638bbc34d80ddd34634760fe0db2bbbb301bc97675112c21df61eefdb63',NULL,'',1764000001.0,1764000005.0,1764000008.0,0.3,NULL);
INSERT INTO "jobs" VALUES(2,'7:100:proper:q1',7,7,NULL,11,100,'55c64d0fcd6f9d5f7c828093857e3fdfda68478bb4e9bd24d481ef391c7804e8','{"brush_size":1.0,"first_number":1,"init":"a54e5638bbc34d80ddd34634760fe0db2bbbb301bc97675112c21df61eefdb63","keep_colours":false,"keep_faces":true,"longest_side":512,"method":"optimise","seed":0,"strength":1.0,"styles":[{"image":"cb86eb2d914d37df6857c3cfe4827b5f770b01a86578120618b0b21572160be8","own":"","preset":"","title":"","weight":1.0}]}',1,1,'leased',5,4,1764000012.0,1764000128.0,'host/1/1',0,0.4,'5975cf1bba432391c94667f5886225f69377c0aa8b9fa21fddfb21c89bcf9092',NULL,NULL,'',1764000012.0,1764000096.0,NULL,NULL,NULL);
INSERT INTO "jobs" VALUES(3,'7:21:20+x',7,7,NULL,21,101,'b1e99324505bd32da0e1f85dcf5e19a09db0481e8a15f62c41eb320304a8e927','{"brush_size":1.5,"first_number":1,"init":null,"keep_colours":true,"keep_faces":false,"longest_side":1280,"method":"instant","seed":3,"strength":0.5,"styles":[{"image":"d410850fd5f4e0a3cbffa317eb15d8e3c8fe4bcdb7d77433d8618e0ddaca25cb","own":"","preset":"starry","title":"Starry Night, Vincent van Gogh, 1889","weight":1.0},{"image":"19818c00e27a53819a4ce1341ee0794353501110ebecd1c9884db188843988d0","own":"Grandma\u2019s quilt","preset":"","title":"","weight":2.0}]}',0,2,'queued',4,4,1764000016.0,2764000072.0,'host/1/1',0,0.0,NULL,NULL,NULL,'',1764000016.0,1764000072.0,NULL,NULL,NULL);
INSERT INTO "jobs" VALUES(4,'7:31:30+31',7,7,NULL,30,NULL,'55c64d0fcd6f9d5f7c828093857e3fdfda68478bb4e9bd24d481ef391c7804e8','{"brush_size":1.0,"first_number":1,"init":null,"keep_colours":false,"keep_faces":true,"longest_side":1280,"method":"instant","seed":0,"strength":1.0,"styles":[{"image":"cb86eb2d914d37df6857c3cfe4827b5f770b01a86578120618b0b21572160be8","own":"","preset":"","title":"","weight":1.0}]}',0,3,'cancelled',0,0,1764000020.0,NULL,NULL,0,0.0,NULL,NULL,NULL,'',1764000020.0,NULL,1764000024.0,NULL,NULL);
INSERT INTO "jobs" VALUES(5,'7:32:30+31+32',7,7,NULL,30,NULL,'55c64d0fcd6f9d5f7c828093857e3fdfda68478bb4e9bd24d481ef391c7804e8','{"brush_size":1.0,"first_number":1,"init":null,"keep_colours":false,"keep_faces":true,"longest_side":1280,"method":"instant","seed":0,"strength":1.0,"styles":[{"image":"cb86eb2d914d37df6857c3cfe4827b5f770b01a86578120618b0b21572160be8","own":"","preset":"","title":"","weight":1.0},{"image":"dc81b1d371a4072be7fcfc3e1939f5bddae8bdc168846a50a78face975b9af63","own":"","preset":"","title":"","weight":1.0}]}',0,4,'queued',4,4,1764000022.0,2764000072.0,'host/1/1',0,0.0,NULL,NULL,NULL,'',1764000022.0,1764000072.0,NULL,NULL,4);
INSERT INTO "jobs" VALUES(6,'-100:5:sheet',-100,8,3,4,NULL,'55c64d0fcd6f9d5f7c828093857e3fdfda68478bb4e9bd24d481ef391c7804e8','{"brush_size":1.0,"first_number":21,"init":null,"keep_colours":false,"keep_faces":true,"longest_side":256,"method":"sheet","seed":0,"strength":1.0,"styles":[{"image":"d410850fd5f4e0a3cbffa317eb15d8e3c8fe4bcdb7d77433d8618e0ddaca25cb","own":"","preset":"starry","title":"Starry Night, Vincent van Gogh, 1889","weight":1.0},{"image":"19818c00e27a53819a4ce1341ee0794353501110ebecd1c9884db188843988d0","own":"","preset":"mosaic","title":"Mosaic","weight":1.0}]}',0,1,'queued',4,4,1764000026.0,2764000072.0,'host/1/1',0,0.0,NULL,NULL,NULL,'',1764000026.0,1764000072.0,NULL,NULL,NULL);
INSERT INTO "jobs" VALUES(7,'8:1:1+2',8,8,NULL,NULL,200,'55c64d0fcd6f9d5f7c828093857e3fdfda68478bb4e9bd24d481ef391c7804e8','{"brush_size":1.0,"first_number":1,"init":null,"keep_colours":false,"keep_faces":true,"longest_side":1280,"method":"instant","seed":0,"strength":1.0,"styles":[{"image":"cb86eb2d914d37df6857c3cfe4827b5f770b01a86578120618b0b21572160be8","own":"","preset":"","title":"","weight":1.0}]}',0,2,'dead',1,0,1764000028.0,2764000032.0,'host/1/1',0,0.0,NULL,NULL,'too_small','style',1764000028.0,1764000032.0,1764000037.0,NULL,NULL);
INSERT INTO "jobs" VALUES(8,'8:3:3+4',8,8,NULL,NULL,NULL,'55c64d0fcd6f9d5f7c828093857e3fdfda68478bb4e9bd24d481ef391c7804e8','{"brush_size":1.0,"first_number":1,"init":null,"keep_colours":false,"keep_faces":true,"longest_side":1280,"method":"instant","seed":0,"strength":1.0,"styles":[{"image":"cb86eb2d914d37df6857c3cfe4827b5f770b01a86578120618b0b21572160be8","own":"","preset":"","title":"","weight":1.0}]}',0,4,'succeeded',1,0,1764000041.0,2764000044.0,'host/1/1',0,1.0,NULL,'78af7bdb5626eb0a046772b3edda705ca9e60ba7af0960eea89f7fa201d685a8',NULL,'',1764000041.0,1764000044.0,1764000050.0,0.3,NULL);
INSERT INTO "jobs" VALUES(9,'8:5:5+6',8,8,NULL,NULL,201,'55c64d0fcd6f9d5f7c828093857e3fdfda68478bb4e9bd24d481ef391c7804e8','{"brush_size":1.0,"first_number":1,"init":null,"keep_colours":false,"keep_faces":true,"longest_side":1280,"method":"instant","seed":0,"strength":1.0,"styles":[{"image":"cb86eb2d914d37df6857c3cfe4827b5f770b01a86578120618b0b21572160be8","own":"","preset":"","title":"","weight":1.0}]}',0,5,'succeeded',1,0,1764000053.0,2764000057.0,'host/1/1',0,1.0,NULL,'a54e5638bbc34d80ddd34634760fe0db2bbbb301bc97675112c21df61eefdb63',NULL,'',1764000053.0,1764000057.0,1764000063.0,0.3,NULL);
INSERT INTO "jobs" VALUES(10,'8:201:dial:q2',8,8,NULL,NULL,NULL,'55c64d0fcd6f9d5f7c828093857e3fdfda68478bb4e9bd24d481ef391c7804e8','{"brush_size":1.0,"first_number":1,"init":null,"keep_colours":false,"keep_faces":true,"longest_side":1280,"method":"instant","seed":0,"strength":0.75,"styles":[{"image":"cb86eb2d914d37df6857c3cfe4827b5f770b01a86578120618b0b21572160be8","own":"","preset":"","title":"","weight":1.0}]}',0,6,'succeeded',1,0,1764000068.0,2764000072.0,'host/1/1',0,1.0,NULL,'dc81b1d371a4072be7fcfc3e1939f5bddae8bdc168846a50a78face975b9af63',NULL,'',1764000068.0,1764000072.0,1764000078.0,0.3,NULL);
INSERT INTO "jobs" VALUES(11,'8:7:7+8',8,8,NULL,NULL,202,'55c64d0fcd6f9d5f7c828093857e3fdfda68478bb4e9bd24d481ef391c7804e8','{"brush_size":1.0,"first_number":1,"init":null,"keep_colours":false,"keep_faces":true,"longest_side":1280,"method":"instant","seed":0,"strength":1.0,"styles":[{"image":"cb86eb2d914d37df6857c3cfe4827b5f770b01a86578120618b0b21572160be8","own":"","preset":"","title":"","weight":1.0}]}',0,7,'cancelled',0,0,1764000085.0,NULL,NULL,0,0.0,NULL,NULL,NULL,'',1764000085.0,NULL,1764000089.0,NULL,NULL);
CREATE TABLE outbox (
        id integer primary key autoincrement,
        job_id integer not null references jobs (id) on delete cascade,
        kind text not null check (kind in ('acknowledgement', 'result', 'failure', 'cancelled')),
        state text not null default 'due' check (state in ('due', 'sending', 'sent', 'given_up', 'unknown')),
        tries integer not null default 0,
        due real not null,
        file_id text not null default '',
        why text not null default '',
        created_at real not null,
        settled_at real,
        unique (job_id, kind)
    ) strict
    ;
INSERT INTO "outbox" VALUES(1,1,'acknowledgement','sent',0,1764000002.0,'','',1764000002.0,1764000004.0);
INSERT INTO "outbox" VALUES(2,1,'result','sent',0,1764000009.0,'file-of-one','',1764000009.0,1764000011.0);
INSERT INTO "outbox" VALUES(3,2,'acknowledgement','sent',0,1764000013.0,'','',1764000013.0,1764000015.0);
INSERT INTO "outbox" VALUES(4,3,'acknowledgement','sent',0,1764000017.0,'','',1764000017.0,1764000019.0);
INSERT INTO "outbox" VALUES(5,4,'acknowledgement','due',0,1764000021.0,'','',1764000021.0,NULL);
INSERT INTO "outbox" VALUES(6,5,'acknowledgement','due',0,1764000023.0,'','',1764000023.0,NULL);
INSERT INTO "outbox" VALUES(7,4,'cancelled','due',0,1764000025.0,'','',1764000025.0,NULL);
INSERT INTO "outbox" VALUES(8,6,'acknowledgement','due',0,1764000027.0,'','',1764000027.0,NULL);
INSERT INTO "outbox" VALUES(9,7,'acknowledgement','sent',0,1764000029.0,'','',1764000029.0,1764000031.0);
INSERT INTO "outbox" VALUES(10,7,'failure','due',0,1764000038.0,'','',1764000038.0,NULL);
INSERT INTO "outbox" VALUES(11,8,'acknowledgement','sending',0,1764000042.0,'','',1764000042.0,NULL);
INSERT INTO "outbox" VALUES(12,8,'result','due',0,1764000051.0,'','',1764000051.0,NULL);
INSERT INTO "outbox" VALUES(13,9,'acknowledgement','sent',0,1764000054.0,'','',1764000054.0,1764000056.0);
INSERT INTO "outbox" VALUES(14,9,'result','due',0,1764000084.0,'file-of-nine','',1764000064.0,NULL);
INSERT INTO "outbox" VALUES(15,10,'acknowledgement','sent',0,1764000069.0,'','',1764000069.0,1764000071.0);
INSERT INTO "outbox" VALUES(16,10,'result','sent',0,1764000079.0,'file-of-ten','',1764000079.0,1764000082.0);
INSERT INTO "outbox" VALUES(18,11,'acknowledgement','sent',0,1764000086.0,'','',1764000086.0,1764000088.0);
INSERT INTO "outbox" VALUES(19,11,'cancelled','due',0,1764000090.0,'','',1764000090.0,NULL);
CREATE TABLE own_styles (
        id integer primary key autoincrement,
        user_id integer not null,
        name text not null,
        folded text not null,
        image text not null,
        used_at real not null,
        unique (user_id, folded),
        unique (user_id, image)
    ) strict
    ;
INSERT INTO "own_styles" VALUES(1,7,'Grandma’s quilt','grandma''s quilt','19818c00e27a53819a4ce1341ee0794353501110ebecd1c9884db188843988d0',1764000091.0);
CREATE TABLE tombstones (ref text primary key) strict, without rowid;
CREATE TABLE workers (
    name text primary key,
    device text not null,
    threads integer not null,
    seen_at real not null
) strict, without rowid
;
INSERT INTO "workers" VALUES('host/1/1','cpu',2,1764000099.0);
CREATE INDEX jobs_in_claim_order on jobs (lane, round, id) where state = 'queued';
CREATE INDEX jobs_by_lease on jobs (lease_until) where state = 'leased';
CREATE INDEX jobs_by_claimed_round on jobs (lane, round) where attempt > 0;
CREATE INDEX jobs_of_user on jobs (user_id, lane, round);
CREATE INDEX jobs_of_chat on jobs (chat_id, living_message_id);
CREATE INDEX jobs_measured on jobs (method, longest_side, id) where state = 'succeeded';
CREATE INDEX jobs_ended on jobs (state, finished_at) where state in ('succeeded', 'dead', 'cancelled');
CREATE INDEX job_images_by_ref on job_images (ref);
CREATE TRIGGER job_images_leave_tombstones after delete on job_images
    begin insert or ignore into tombstones (ref) values (old.ref); end;
CREATE INDEX outbox_by_state on outbox (state);
CREATE INDEX inbox_pending on inbox (update_id) where settled_at is null;
CREATE INDEX inbox_by_arrival on inbox (received_at, update_id);
CREATE INDEX own_styles_by_image on own_styles (image);
CREATE TRIGGER own_styles_leave_tombstones after delete on own_styles
    begin insert or ignore into tombstones (ref) values (old.image); end;
CREATE INDEX jobs_by_former on jobs (instead_of) where instead_of is not null;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('jobs',11);
INSERT INTO "sqlite_sequence" VALUES('outbox',19);
INSERT INTO "sqlite_sequence" VALUES('own_styles',1);
COMMIT;
pragma user_version = 2;
