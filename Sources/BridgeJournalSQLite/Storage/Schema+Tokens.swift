/// Step 10 of the file's form: what a token may do beside its scopes, and when it was last used.
let tokenSchema = """
    ALTER TABLE token ADD COLUMN role TEXT;
    ALTER TABLE token ADD COLUMN used_at INTEGER;
    """
