// What books of one sort leave out alike. Each test of such books says which of these hold of them, so that nothing is left out unseen.
extension ConnectorSuite {
    /// What rests on reading the books, or on an answer to each posting.
    public static let leftOutUnread: [String: [BooksAbility]] = [
        "what is posted is read back as it was meant": [.readBack],
        "a reading goes on after its cursor and tells nothing twice": [.readBack],
        "whoever could not keep a page is told it again": [.readBack],
        "the end of the stream leaves out what was booked before": [.readBack],
        "the look-up tells what became of a posting: requestLost": [.answers],
        "the look-up tells what became of a posting: answerLost": [.answers],
        "the look-up tells what became of a posting: answerCut": [.answers],
        "the look-up tells what became of a posting: fault": [.answers],
        "an answer that is lost is kept as lost, with what was sent": [.answers],
        "what the books refused is kept in their own words": [.answers],
        "the look-up tells what became of a relation": [.relations],
        "a lost answer to a question is no outcome to look up": [.relations],
        "a relation is made, found by its number, and told of once": [.relations],
        "a linked relation is brought up to date, and no other": [.relations],
        "a number that is taken is proposed to a person, not changed": [.relations],
        "a link to a relation that is gone is told as such": [.relations],
    ]

    /// What rests on calls that are counted.
    public static let leftOutByFiles: [String: [BooksAbility]] = [
        "each call is taken from the meter before it is sent": [.calls],
        "a spent budget stops a call before anything is sent": [.calls],
        "a process that stood still sends nothing": [.calls],
        "no more calls are under way at once than it says": [.calls],
    ]
}
