/// Step 12 of the file's form: what was sent to the books in an attempt, and what they answered. Calls that many attempts share are kept once:
/// each attempt says where its first one stands, and how many follow.
let callSchema = """
    ALTER TABLE attempt ADD COLUMN first_call INTEGER;
    ALTER TABLE attempt ADD COLUMN calls INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE books_call (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        started_at INTEGER NOT NULL,
        milliseconds INTEGER NOT NULL,
        status INTEGER,
        failure TEXT,
        omitted INTEGER NOT NULL,
        sent TEXT NOT NULL,
        sent_left INTEGER NOT NULL,
        answer TEXT,
        answer_left INTEGER
    ) STRICT;
    """
