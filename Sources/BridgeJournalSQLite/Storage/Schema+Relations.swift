/// Step 6 of the file's form: the fields of relations as the books tell them, and how a party's own stand beside them.
///
/// Both lie as text beside what is asked for. The index holds only parties that differ.
let relationSchema = """
    ALTER TABLE relation ADD COLUMN details BLOB;
    ALTER TABLE party ADD COLUMN alignment BLOB;
    ALTER TABLE party ADD COLUMN differs INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX party_differs ON party (bridge, key) WHERE differs = 1;
    """
