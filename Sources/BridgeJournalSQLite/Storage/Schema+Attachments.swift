/// A step of the file's form: files that follow their documents into the books.
///
/// Indexes hold only what somebody waits for: what is still to be attached, and what a person must look at.
let attachmentSchema = """
    CREATE TABLE attachment (
        document INTEGER PRIMARY KEY REFERENCES document_key,
        bridge INTEGER NOT NULL REFERENCES bridge,
        subject TEXT NOT NULL,
        state INTEGER NOT NULL,
        due_at INTEGER,
        made_at INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        content BLOB NOT NULL
    ) STRICT;
    CREATE INDEX attachment_due ON attachment (bridge, due_at, subject) WHERE due_at IS NOT NULL;
    CREATE INDEX attachment_made ON attachment (bridge, made_at) WHERE due_at IS NOT NULL;
    CREATE INDEX attachment_refused ON attachment (bridge, subject) WHERE state = 5;
    """
