/// Step 2 of the file's form: who may come in at our door, and what was answered there.
///
/// An answer's key is short and its body may be large, so the row has a number of its own and the index stays small; what has run out is
/// found through its moment without looking at the rest.
let doorSchema = """
    CREATE TABLE token (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        hash TEXT NOT NULL,
        scopes TEXT NOT NULL,
        bridges TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        created_by TEXT NOT NULL,
        expires_at INTEGER,
        revoked_at INTEGER,
        revision INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE answer (
        id INTEGER PRIMARY KEY,
        asker TEXT NOT NULL,
        key TEXT NOT NULL,
        kept_until INTEGER NOT NULL,
        fingerprint TEXT NOT NULL,
        status INTEGER NOT NULL,
        content_type TEXT NOT NULL,
        made_at INTEGER NOT NULL,
        body BLOB NOT NULL,
        UNIQUE (asker, key)
    ) STRICT;
    CREATE INDEX answer_kept ON answer (kept_until, asker, key);
    """
