/// Step 4 of the file's form: what the books say was paid, and what the source was told of it.
///
/// A payment's settlements and what a notice tells lie as text beside what is asked for. Which payments a document ever had is a table of its
/// own: rows are added to it and never taken away. Indexes hold only what somebody waits for: problems, notices that are not told, items to
/// be asked about.
let paymentSchema = """
    CREATE TABLE payment (
        sequence INTEGER PRIMARY KEY,
        bridge INTEGER NOT NULL REFERENCES bridge,
        id TEXT NOT NULL,
        number TEXT NOT NULL,
        daybook TEXT NOT NULL,
        date INTEGER NOT NULL,
        is_gone INTEGER NOT NULL,
        standing INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        changed_at INTEGER NOT NULL,
        settlements BLOB NOT NULL,
        UNIQUE (bridge, id)
    ) STRICT;
    CREATE INDEX payment_date ON payment (bridge, date, id) WHERE is_gone = 0;
    CREATE INDEX payment_standing ON payment (bridge, standing);

    CREATE TABLE payment_document (
        document INTEGER NOT NULL REFERENCES document_key,
        payment INTEGER NOT NULL REFERENCES payment,
        PRIMARY KEY (document, payment)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE notice (
        sequence INTEGER PRIMARY KEY,
        bridge INTEGER NOT NULL REFERENCES bridge,
        payment TEXT NOT NULL,
        number INTEGER NOT NULL,
        state INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        made_at INTEGER NOT NULL,
        settled_at INTEGER,
        reason TEXT,
        content_hash TEXT NOT NULL,
        content BLOB NOT NULL,
        UNIQUE (bridge, payment, number)
    ) STRICT;
    CREATE INDEX notice_open ON notice (bridge, state) WHERE state <> 2;
    CREATE TRIGGER notice_stays BEFORE DELETE ON notice BEGIN SELECT RAISE(ABORT, 'a notice is never removed'); END;

    CREATE TABLE settled_item (
        document INTEGER PRIMARY KEY REFERENCES document_key,
        bridge INTEGER NOT NULL REFERENCES bridge,
        subject TEXT NOT NULL,
        check_at INTEGER,
        has_problems INTEGER NOT NULL,
        content BLOB NOT NULL
    ) STRICT;
    CREATE INDEX settled_item_check ON settled_item (bridge, check_at, subject) WHERE check_at IS NOT NULL;
    CREATE INDEX settled_item_problem ON settled_item (bridge, subject) WHERE has_problems = 1;
    """
