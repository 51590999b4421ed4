/// Step 1 of the file's form.
///
/// How it is laid out, and why:
/// - Moments are milliseconds since 1970, days are days since 1970, amounts are minor units with their currency beside them, states and kinds
///   are the numbers of ``Codes``. Only what is asked for in a query is a column; the rest lies as fields (``FieldWriter``) beside it.
/// - A document's key is stored once (`document_key`) and pointed at by number: smaller indexes, and new documents always go to their end,
///   so that a file of seven years is written at the same places as a new one.
/// - An index of SQLite ends with the row's own number, which for postings is the order of arrival. Lists and queues are therefore read
///   straight off an index, without sorting.
/// - Totals are counters, changed in the transaction that changes what they count: they cost the same at a thousand documents and at
///   millions.
/// - References are declared where a row would be lost without them; counters and look-ups beside a posting are written together with it.
/// - Documents, their versions and history are never changed or removed; triggers say so to everyone who opens the file.
let firstSchema = """
    CREATE TABLE migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT;

    CREATE TABLE bridge (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

    CREATE TABLE document_key (
        id INTEGER PRIMARY KEY,
        bridge INTEGER NOT NULL REFERENCES bridge,
        administration TEXT NOT NULL,
        kind INTEGER NOT NULL,
        number TEXT NOT NULL,
        UNIQUE (bridge, administration, kind, number)
    ) STRICT;

    CREATE TABLE document (
        id INTEGER PRIMARY KEY,
        document INTEGER NOT NULL REFERENCES document_key,
        version INTEGER NOT NULL,
        received_at INTEGER NOT NULL,
        content_hash TEXT NOT NULL,
        problems TEXT,
        content BLOB,
        raw BLOB NOT NULL,
        UNIQUE (document, version)
    ) STRICT;
    CREATE TRIGGER document_kept BEFORE UPDATE ON document BEGIN SELECT RAISE(ABORT, 'a kept document is never changed'); END;
    CREATE TRIGGER document_stays BEFORE DELETE ON document BEGIN SELECT RAISE(ABORT, 'a kept document is never removed'); END;

    CREATE TABLE posting (
        sequence INTEGER PRIMARY KEY,
        document INTEGER NOT NULL UNIQUE REFERENCES document_key,
        bridge INTEGER NOT NULL,
        administration TEXT NOT NULL,
        kind INTEGER NOT NULL,
        number TEXT NOT NULL,
        state INTEGER NOT NULL,
        due_at INTEGER,
        hold TEXT,
        party TEXT,
        reference TEXT,
        source_id TEXT NOT NULL,
        invoice_date INTEGER NOT NULL,
        deadline INTEGER,
        read_back INTEGER NOT NULL,
        document_version INTEGER NOT NULL,
        content_hash TEXT NOT NULL,
        revision INTEGER NOT NULL,
        received_at INTEGER NOT NULL,
        changed_at INTEGER NOT NULL,
        problems TEXT,
        attempts INTEGER NOT NULL,
        approved_by TEXT,
        daybook TEXT,
        period_year INTEGER,
        period_number INTEGER,
        mapping_version INTEGER,
        target_id TEXT,
        target_number TEXT,
        booked_at INTEGER,
        read_at INTEGER,
        read_problems TEXT,
        currency TEXT,
        net INTEGER,
        vat INTEGER,
        gross INTEGER,
        originals TEXT,
        deposits_currency TEXT,
        deposits INTEGER
    ) STRICT;
    CREATE INDEX posting_state ON posting (bridge, state, kind);
    CREATE INDEX posting_party ON posting (bridge, party) WHERE party IS NOT NULL;
    CREATE INDEX posting_due ON posting (bridge, state, due_at) WHERE due_at IS NOT NULL;
    CREATE INDEX posting_hold ON posting (bridge, hold) WHERE state = 2 AND hold IS NOT NULL;
    CREATE INDEX posting_reference ON posting (bridge, reference) WHERE reference IS NOT NULL;
    CREATE INDEX posting_source ON posting (bridge, source_id);
    CREATE INDEX posting_date ON posting (bridge, invoice_date);
    CREATE INDEX posting_deadline ON posting (bridge, deadline) WHERE deadline IS NOT NULL AND state < 7;
    CREATE INDEX posting_differing ON posting (bridge) WHERE read_back = 2;

    CREATE TABLE posting_problem (
        bridge INTEGER NOT NULL,
        code TEXT NOT NULL,
        posting INTEGER NOT NULL REFERENCES posting,
        PRIMARY KEY (bridge, code, posting)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE posting_cause (
        bridge INTEGER NOT NULL,
        code TEXT NOT NULL,
        found TEXT NOT NULL,
        posting INTEGER NOT NULL REFERENCES posting,
        received_at INTEGER NOT NULL,
        currency TEXT,
        gross INTEGER,
        PRIMARY KEY (bridge, code, found, posting)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE posting_original (
        bridge INTEGER NOT NULL,
        administration TEXT NOT NULL,
        kind INTEGER NOT NULL,
        number TEXT NOT NULL,
        posting INTEGER NOT NULL REFERENCES posting,
        PRIMARY KEY (bridge, administration, kind, number, posting)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE entry (
        id INTEGER PRIMARY KEY,
        document INTEGER NOT NULL REFERENCES document_key,
        version INTEGER NOT NULL,
        made_at INTEGER NOT NULL,
        totals BLOB NOT NULL,
        content BLOB NOT NULL,
        UNIQUE (document, version)
    ) STRICT;
    CREATE TABLE booked (
        document INTEGER PRIMARY KEY REFERENCES document_key,
        target_id TEXT NOT NULL,
        target_number TEXT NOT NULL,
        read_at INTEGER NOT NULL,
        totals BLOB NOT NULL,
        content TEXT NOT NULL
    ) STRICT;
    CREATE TABLE attempt (
        bridge INTEGER NOT NULL REFERENCES bridge,
        subject TEXT NOT NULL,
        number INTEGER NOT NULL,
        purpose TEXT NOT NULL,
        started_at INTEGER NOT NULL,
        ended_at INTEGER,
        verdict TEXT,
        detail TEXT,
        PRIMARY KEY (bridge, subject, number)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE party (
        id INTEGER PRIMARY KEY,
        bridge INTEGER NOT NULL REFERENCES bridge,
        key TEXT NOT NULL,
        state INTEGER NOT NULL,
        due_at INTEGER,
        version INTEGER NOT NULL,
        content_hash TEXT NOT NULL,
        revision INTEGER NOT NULL,
        attempts INTEGER NOT NULL,
        changed_at INTEGER NOT NULL,
        number TEXT,
        aligned_version INTEGER,
        proposal TEXT,
        proposal_reason TEXT,
        problems TEXT,
        content BLOB,
        raw BLOB NOT NULL,
        UNIQUE (bridge, key)
    ) STRICT;
    CREATE INDEX party_due ON party (bridge, state, due_at, key) WHERE due_at IS NOT NULL;
    CREATE INDEX party_state ON party (bridge, state, key);
    CREATE TABLE party_version (
        id INTEGER PRIMARY KEY,
        party INTEGER NOT NULL REFERENCES party,
        version INTEGER NOT NULL,
        received_at INTEGER NOT NULL,
        content_hash TEXT NOT NULL,
        problems TEXT,
        content BLOB,
        raw BLOB NOT NULL,
        UNIQUE (party, version)
    ) STRICT;
    CREATE TRIGGER party_version_kept BEFORE UPDATE ON party_version
        BEGIN SELECT RAISE(ABORT, 'a kept version of a party is never changed'); END;
    CREATE TRIGGER party_version_stays BEFORE DELETE ON party_version
        BEGIN SELECT RAISE(ABORT, 'a kept version of a party is never removed'); END;

    CREATE TABLE relation (
        id INTEGER PRIMARY KEY,
        bridge INTEGER NOT NULL REFERENCES bridge,
        target_id TEXT NOT NULL,
        number TEXT NOT NULL,
        name TEXT NOT NULL,
        vat_number TEXT,
        chamber_of_commerce TEXT,
        is_debtor INTEGER NOT NULL,
        is_creditor INTEGER NOT NULL,
        blocked INTEGER NOT NULL,
        deleted INTEGER NOT NULL,
        UNIQUE (bridge, target_id)
    ) STRICT;
    CREATE INDEX relation_vat ON relation (bridge, vat_number, target_id) WHERE vat_number IS NOT NULL AND deleted = 0;
    CREATE INDEX relation_chamber ON relation (bridge, chamber_of_commerce, target_id) WHERE chamber_of_commerce IS NOT NULL AND deleted = 0;
    CREATE INDEX relation_number ON relation (bridge, number, target_id) WHERE deleted = 0;

    CREATE TABLE binding (
        bridge INTEGER NOT NULL REFERENCES bridge,
        kind TEXT NOT NULL,
        ours TEXT NOT NULL,
        theirs TEXT NOT NULL,
        number TEXT NOT NULL,
        bound_at INTEGER NOT NULL,
        PRIMARY KEY (bridge, kind, ours),
        UNIQUE (bridge, kind, theirs)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE cursor (
        bridge INTEGER NOT NULL REFERENCES bridge, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (bridge, name)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE stored_value (
        id INTEGER PRIMARY KEY,
        bridge INTEGER NOT NULL REFERENCES bridge,
        name TEXT NOT NULL,
        value BLOB NOT NULL,
        UNIQUE (bridge, name)
    ) STRICT;
    CREATE TABLE sealed (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE mapping (
        id INTEGER PRIMARY KEY,
        bridge INTEGER NOT NULL REFERENCES bridge,
        version INTEGER NOT NULL,
        saved_at INTEGER NOT NULL,
        saved_by TEXT NOT NULL,
        comment TEXT NOT NULL,
        yaml TEXT NOT NULL,
        UNIQUE (bridge, version)
    ) STRICT;
    CREATE TABLE report (
        document INTEGER PRIMARY KEY REFERENCES document_key,
        bridge INTEGER NOT NULL REFERENCES bridge,
        subject TEXT NOT NULL,
        key TEXT NOT NULL,
        due_at INTEGER NOT NULL,
        attempts INTEGER NOT NULL,
        content BLOB NOT NULL
    ) STRICT;
    CREATE INDEX report_due ON report (bridge, due_at, subject);

    CREATE TABLE lease (lane TEXT PRIMARY KEY, number INTEGER NOT NULL, owner TEXT, held_until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE budget (
        connection TEXT NOT NULL,
        name TEXT NOT NULL,
        calls INTEGER NOT NULL,
        used INTEGER NOT NULL,
        resets_at INTEGER NOT NULL,
        PRIMARY KEY (connection, name)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE history (
        sequence INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        who TEXT NOT NULL,
        bridge INTEGER,
        subject TEXT NOT NULL,
        act TEXT NOT NULL,
        detail TEXT NOT NULL,
        content_hash TEXT,
        previous_hash BLOB NOT NULL,
        hash BLOB NOT NULL
    ) STRICT;
    CREATE INDEX history_subject ON history (subject);
    CREATE INDEX history_bridge ON history (bridge) WHERE bridge IS NOT NULL;
    CREATE TRIGGER history_kept BEFORE UPDATE ON history BEGIN SELECT RAISE(ABORT, 'history is never changed'); END;
    CREATE TRIGGER history_stays BEFORE DELETE ON history BEGIN SELECT RAISE(ABORT, 'history is never removed'); END;
    CREATE TABLE history_end (id INTEGER PRIMARY KEY CHECK (id = 1), sequence INTEGER NOT NULL, hash BLOB NOT NULL) STRICT;
    INSERT INTO history_end VALUES (1, 0, zeroblob(32));

    CREATE TABLE state_total (
        bridge INTEGER NOT NULL,
        state INTEGER NOT NULL,
        kind INTEGER NOT NULL,
        currency TEXT NOT NULL,
        count INTEGER NOT NULL,
        net INTEGER NOT NULL,
        vat INTEGER NOT NULL,
        gross INTEGER NOT NULL,
        PRIMARY KEY (bridge, state, kind, currency)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE daybook_total (
        bridge INTEGER NOT NULL,
        control INTEGER NOT NULL,
        date INTEGER NOT NULL,
        daybook TEXT NOT NULL,
        vat_code TEXT NOT NULL,
        currency TEXT NOT NULL,
        documents INTEGER NOT NULL,
        net INTEGER NOT NULL,
        vat INTEGER NOT NULL,
        PRIMARY KEY (bridge, control, date, daybook, vat_code, currency)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE deposit_total (
        bridge INTEGER NOT NULL,
        party TEXT NOT NULL,
        currency TEXT NOT NULL,
        amount INTEGER NOT NULL,
        PRIMARY KEY (bridge, party, currency)
    ) STRICT, WITHOUT ROWID;
    """
