import BridgeJournal

extension JournalError {
    /// True when the file itself refuses work, so that nothing more can be done until a person or time has mended it.
    var isOfTheFile: Bool {
        switch code {
        case .diskFull, .readOnly, .locked, .newerVersion, .damaged, .failed, .closed: true
        // Somebody else was first: the next turn decides anew.
        case .conflict, .fenced, .duplicate: false
        }
    }
}
