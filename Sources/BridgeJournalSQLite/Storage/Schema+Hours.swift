/// Step 8 of the file's form: what flowed by the hour, how old is what waits, and what waits for a run, an approval or a person.
///
/// Counters, as those of states are: changed in the transaction that changes what they count. An hour is its number from 1970 on. The index holds
/// only hours of which something still waits.
let hourSchema = """
    CREATE TABLE hour_total (
        bridge INTEGER NOT NULL,
        hour INTEGER NOT NULL,
        received INTEGER NOT NULL,
        booked INTEGER NOT NULL,
        waiting INTEGER NOT NULL,
        needing INTEGER NOT NULL,
        PRIMARY KEY (bridge, hour)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX hour_open ON hour_total (bridge, hour) WHERE waiting + needing > 0;
    INSERT INTO hour_total SELECT bridge, hour, sum(received), sum(booked), sum(waiting), sum(needing) FROM (
        SELECT bridge, received_at / 3600000 AS hour, count(*) AS received, 0 AS booked, sum(state BETWEEN 2 AND 5) AS waiting,
        sum(state IN (1, 6)) AS needing FROM posting GROUP BY 1, 2
        UNION ALL
        SELECT bridge, booked_at / 3600000, 0, count(*), 0, 0 FROM posting WHERE state = 7 AND booked_at IS NOT NULL GROUP BY 1, 2
    ) GROUP BY bridge, hour;

    CREATE TABLE hold_total (
        bridge INTEGER NOT NULL,
        blocker TEXT NOT NULL,
        kind INTEGER NOT NULL,
        currency TEXT NOT NULL,
        count INTEGER NOT NULL,
        gross INTEGER NOT NULL,
        PRIMARY KEY (bridge, blocker, kind, currency)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO hold_total SELECT bridge, hold, kind, ifnull(currency, ''), count(*), ifnull(sum(gross), 0) FROM posting
        WHERE state = 2 AND hold IN ('approval', 'schedule', 'person') GROUP BY 1, 2, 3, 4;
    """
