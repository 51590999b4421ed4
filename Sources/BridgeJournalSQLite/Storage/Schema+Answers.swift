/// Step 11 of the file's form: the tag of an answer, so that its repetition has it too.
let answerSchema = """
    ALTER TABLE answer ADD COLUMN tag TEXT;
    """
