/// Step 7 of the file's form: who may sign in at the console, and who is signed in.
let consoleSchema = """
    CREATE TABLE account (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        role TEXT NOT NULL,
        language TEXT NOT NULL,
        password_hash TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        created_by TEXT NOT NULL,
        closed_at INTEGER,
        revision INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE session (
        id TEXT PRIMARY KEY,
        account TEXT NOT NULL,
        started_at INTEGER NOT NULL,
        seen_at INTEGER NOT NULL,
        ends_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX session_account ON session (account);
    CREATE INDEX session_ends ON session (ends_at, id);
    """
