/// Step 9 of the file's form: who is told what happens, the second step of signing in, and who is locked out.
///
/// Records lie as text beside what is asked for. Indexes of messages hold what waits or was put aside, and what may be forgotten.
let webhookSchema = """
    ALTER TABLE account ADD COLUMN second_factor BLOB;
    ALTER TABLE account ADD COLUMN link_hash TEXT;
    ALTER TABLE account ADD COLUMN link_until INTEGER;

    CREATE TABLE failure (
        id TEXT PRIMARY KEY, failures INTEGER NOT NULL, last_at INTEGER NOT NULL, revision INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX failure_last ON failure (last_at, id);

    CREATE TABLE webhook (
        id TEXT PRIMARY KEY,
        revision INTEGER NOT NULL,
        position INTEGER NOT NULL,
        failing_since INTEGER,
        content BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE delivery (
        id INTEGER PRIMARY KEY,
        webhook TEXT NOT NULL REFERENCES webhook,
        sequence INTEGER NOT NULL,
        line TEXT NOT NULL,
        state INTEGER NOT NULL,
        at INTEGER NOT NULL,
        due_at INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        content BLOB NOT NULL,
        UNIQUE (webhook, sequence)
    ) STRICT;
    CREATE INDEX delivery_due ON delivery (webhook, due_at, sequence) WHERE state = 0;
    CREATE INDEX delivery_line ON delivery (webhook, line, sequence) WHERE state = 0;
    CREATE INDEX delivery_aside ON delivery (webhook, sequence) WHERE state = 2;
    CREATE INDEX delivery_done ON delivery (webhook, at, sequence) WHERE state = 1;
    """
