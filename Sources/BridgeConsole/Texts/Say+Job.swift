import BridgeDomain
import BridgeEngine

// What doing one thing with very many documents says.
extension Say {
    static let bulkJob = Text(nl: "Taak over veel documenten", en: "Job over many documents")
    static let noJob = Text(nl: "Er is nog geen taak geweest.", en: "There has been no job yet.")
    static func jobStands(_ verb: Text, _ state: BulkJob.State, _ looked: String, _ total: String) -> Text {
        let (nl, en) =
            switch state {
            case .running: ("bezig", "under way")
            case .stopping: ("stopt", "stopping")
            case .stopped: ("gestopt", "stopped")
            case .ended: ("klaar", "ended")
            }
        return Text(
            nl: "\(verb.dutch), \(nl): \(looked) van \(total) documenten.", en: "\(verb.english), \(en): \(looked) of \(total) documents.")
    }
    static let jobDone = Text(nl: "Gedaan", en: "Done")
    static let jobLeft = Text(nl: "Met rust gelaten, want intussen veranderd", en: "Left alone, since they changed meanwhile")
    static let jobNotReached = Text(nl: "Nog niet aan de beurt", en: "Not reached")
    static let jobPace = Text(nl: "Documenten per minuut", en: "Documents a minute")
    static let jobStoppedBy = Text(nl: "Gestopt door", en: "Stopped by")
    static let stopJob = Text(nl: "Stoppen", en: "Stop")
    static let lookAgain = Text(nl: "Opnieuw kijken", en: "Look again")
    static func becomesJob(_ count: String) -> Text {
        Text(
            nl: "Meer dan \(count) documenten gaan als taak: u ziet hoever ze is en kunt haar stoppen.",
            en: "More than \(count) documents go as a job: you see how far it is and can stop it.")
    }
}
