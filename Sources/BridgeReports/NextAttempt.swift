public import BridgeDomain
public import BridgeEngine
public import BridgeJournal

/// When a document that is not booked goes on, and why then: the same on a page, in a terminal and for a program.
public struct NextAttempt: Hashable, Sendable {
    /// nil where nobody can say: it goes on when something else happens, or not by itself.
    public var at: Timestamp?
    public var why: BilingualText

    /// Works out what comes next; nil for a document that is done. `connection` is the name its calls are counted under. Cost: three look-ups
    /// by key.
    public static func read(
        _ facts: DocumentFacts, _ policy: BridgePolicy, connection: String?, journal: any BridgeJournal, now: Timestamp
    ) async throws(JournalError) -> NextAttempt? {
        let posting = facts.posting
        switch posting.state {
        case .booked, .withdrawn, .nothingToPost: return nil
        case .parked, .rejected: return NextAttempt(at: nil, why: Self.onceMended)
        // What was begun is finished, also while the bridge is paused.
        case .inFlight: return NextAttempt(at: nil, why: Self.underWay)
        case .outcomeUnknown: return lookUp(facts, policy.retry, now)
        case .held, .ready: break
        }
        if let pause = try await BridgePause.kept(of: posting.bridge, in: journal) { return NextAttempt(at: nil, why: paused(pause)) }
        if posting.state == .held {
            guard let hold = posting.hold else { return NextAttempt(at: max(now, posting.dueAt ?? now), why: Self.judged) }
            guard hold == .schedule else { return NextAttempt(at: nil, why: after(hold)) }
            let run = try await NextRun.read(policy, journal: journal, now: now)
            return NextAttempt(at: run?.at, why: run?.at == nil ? Self.runByHand : Self.nextRun)
        }
        let due = max(now, posting.dueAt ?? now)
        var windows: [BudgetWindow] = []
        if let connection { windows = try await journal.budget(connection: connection) }
        if let resumes = windows.resumes(after: now), resumes >= due { return NextAttempt(at: resumes, why: Self.callsUsedUp) }
        guard due > now else { return NextAttempt(at: now, why: Self.itsTurn) }
        return NextAttempt(at: due, why: pause(after: facts.attempts.last { $0.purpose == .post }, posting.attempts, policy.retry))
    }

    /// After a lost answer, or with a file that lies there.
    private static func lookUp(_ facts: DocumentFacts, _ retry: RetryPolicy, _ now: Timestamp) -> NextAttempt {
        let at = max(now, facts.posting.dueAt ?? now)
        let last = facts.attempts.max { $0.startedAt < $1.startedAt }
        if last?.purpose == .lookUp, let verdict = last?.verdict, verdict != "found", verdict != "notFound" {
            return NextAttempt(at: at, why: lookUpFailed(longest: retry.unknown.longest))
        }
        let posted = facts.attempts.last { $0.purpose == .post }
        return NextAttempt(at: at, why: posted?.verdict == "done" ? Self.deliveredInFile : Self.settling)
    }

    private static func pause(after last: AttemptRecord?, _ attempts: Int, _ retry: RetryPolicy) -> BilingualText {
        switch last?.verdict {
        case ConnectorErrorCode.throttled: slower(attempts, of: retry.throttled.attemptsMax)
        case ConnectorErrorCode.unauthorised: notLetIn(retry.unauthorised)
        case ConnectorErrorCode.unavailable: unreachable(attempts, retry.unavailable)
        default: Self.planned
        }
    }

    /// Verdicts of attempts that are made again by themselves (`ConnectorError.Code`, as attempts keep them).
    private enum ConnectorErrorCode {
        static let throttled = "throttled"
        static let unauthorised = "unauthorised"
        static let unavailable = "unavailable"
    }
}

// What people are told.
extension NextAttempt {
    private static let onceMended = BilingualText(
        nl:
            "zodra verholpen is wat er mis is: een regel, relatie, periode of origineel wordt vanzelf opgemerkt, al het andere als iemand het "
            + "opnieuw probeert",
        en: "once what is wrong is mended: a rule, party, period or original is noticed by itself, anything else when somebody tries again")
    private static let underWay = BilingualText(
        nl: "de oproep loopt; blijft het antwoord uit, dan wordt eerst in de boeken gezocht",
        en: "the call is under way; without an answer the books are searched first")
    private static let settling = BilingualText(
        nl: "dan kunnen de boeken niet meer met de verloren oproep bezig zijn, en wordt er gezocht wat ervan kwam",
        en: "by then the books can no longer be busy with the call that was lost, and are searched for what came of it")
    private static let deliveredInFile = BilingualText(
        nl: "het ligt in een bestand of boekingsgang bij de boeken; dan wordt gekeken wat ervan kwam",
        en: "it lies with the books in a file or batch; then it is looked at what became of it")
    private static let judged = BilingualText(nl: "het wordt opnieuw beoordeeld", en: "it is judged anew")
    private static let nextRun = BilingualText(nl: "met de eerstvolgende overdracht", en: "with the next run")
    private static let runByHand = BilingualText(
        nl: "met de eerstvolgende overdracht, die iemand zelf start", en: "with the next run, which somebody starts by hand")
    private static let callsUsedUp = BilingualText(
        nl: "tot dan zijn de oproepen op die de boeken toestaan", en: "until then the calls the books allow are used up")
    private static let itsTurn = BilingualText(nl: "zodra het aan de beurt is", en: "as soon as its turn comes")
    private static let planned = BilingualText(nl: "zo is het gepland", en: "that is when it is planned")

    private static func paused(_ pause: BridgePause) -> BilingualText {
        BilingualText(
            nl: "niet zolang \(Terms(.dutch).name(pause.by)) de brug heeft stilgezet: \(pause.reason)",
            en: "not while \(Terms(.english).name(pause.by)) has paused the bridge: \(pause.reason)")
    }

    private static func after(_ hold: Hold) -> BilingualText {
        switch hold {
        case .approval: BilingualText(nl: "zodra iemand het goedkeurt", en: "once somebody approves it")
        case .schedule: nextRun
        case .period(let period):
            BilingualText(nl: "zodra periode \(period) in de boeken open is", en: "once period \(period) is open in the books")
        case .party(let key):
            BilingualText(
                nl: "zodra relatie \(key.code) met de boeken verbonden is", en: "once party \(key.code) is linked to the books")
        case .original(let key):
            BilingualText(nl: "zodra factuur \(key.number) geboekt is", en: "once invoice \(key.number) is booked")
        case .person: BilingualText(nl: "zodra iemand het opnieuw probeert", en: "once somebody tries it again")
        }
    }

    private static func slower(_ attempts: Int, of most: Int) -> BilingualText {
        BilingualText(
            nl: "de boeken vroegen om langzamer te gaan, na poging \(attempts) van hoogstens \(most)",
            en: "the books asked to go slower, after attempt \(attempts) of at most \(most)")
    }

    private static func unreachable(_ attempts: Int, _ pause: RetryPolicy.Pause) -> BilingualText {
        let (most, minutes) = (pause.attemptsMax, pause.longest / 60)
        return BilingualText(
            nl: "de boeken waren niet bereikbaar bij poging \(attempts) van hoogstens \(most); de pauzes groeien tot \(minutes) minuten",
            en: "the books could not be reached in attempt \(attempts) of at most \(most); pauses grow to \(minutes) minutes")
    }

    private static func notLetIn(_ pause: RetryPolicy.Pause) -> BilingualText {
        let minutes = pause.longest / 60
        return BilingualText(
            nl: "de boeken lieten ons niet binnen: er is toestemming of een goede sleutel nodig; de pauzes groeien tot \(minutes) minuten",
            en: "the books did not let us in: a consent or a right key is needed; pauses grow to \(minutes) minutes")
    }

    private static func lookUpFailed(longest: Int64) -> BilingualText {
        BilingualText(
            nl: "het opzoeken in de boeken lukte niet; het wordt herhaald met pauzes tot \(longest / 60) minuten",
            en: "the books could not be searched; that is repeated with pauses up to \(longest / 60) minutes")
    }
}

extension [BudgetWindow] {
    /// When the books may be called again, where what they accept is used up now.
    func resumes(after now: Timestamp) -> Timestamp? {
        filter { $0.left == 0 && $0.limit > 0 && $0.resetsAt > now }.map(\.resetsAt).max()
    }
}
