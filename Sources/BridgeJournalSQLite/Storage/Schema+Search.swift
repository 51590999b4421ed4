/// Step 3 of the file's form: which three letters stand together in which posting, for searching lists.
///
/// Row 2 *n* of `posting_text` holds number, reference and party of posting *n*, row 2 *n* + 1 its target number (``PostingText``). 4 µs and 23
/// bytes per document; a search among millions takes milliseconds, where looking at each took more than a second per million.
let searchSchema = """
    CREATE VIRTUAL TABLE posting_text USING fts5 (text, content = '', columnsize = 0, detail = none, tokenize = 'trigram');
    INSERT INTO posting_text (rowid, text) SELECT 2 * sequence, replace(number || ifnull(char(10) || reference, '')
        || ifnull(char(10) || substr(party, instr(party, '/') + 1), ''), char(0), char(10)) FROM posting;
    INSERT INTO posting_text (rowid, text) SELECT 2 * sequence + 1, replace(target_number, char(0), char(10)) FROM posting
        WHERE target_number IS NOT NULL;
    """
