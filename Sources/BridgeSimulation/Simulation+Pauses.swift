import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeTesting

// Somebody has the bridge send nothing for a while, at any moment, whatever a process has in its hands.
extension Simulation {
    /// Days on which somebody does, and steps between two changes of mind: one in so many.
    static let pauseDays: UInt64 = 3
    static let pauseSteps: UInt64 = 20

    /// Drawn from a sequence of their own, so that a day without pauses is the day it was before there were any.
    func somebodyPauses() async throws {
        guard hasPauses, pauses.next() % Self.pauseSteps == 0 else { return }
        try await turnSwitch { hand in
            if try await hand.resume() { return "resumes" }
            return try await hand.pause(reason: "the accountant asks for quiet") ? "pauses" : nil
        }
    }

    /// The weather is fine and everything is to finish.
    func somebodyResumes() async throws { try await turnSwitch { try await $0.resume() ? "resumes" : nil } }

    private func turnSwitch(_ turn: (PauseSwitch) async throws -> String?) async throws {
        try await beside { parts in
            let hand = PauseSwitch(Self.bridge, in: parts.journal, clock: parts.clock, who: .person("anna"))
            if let did = try await turn(hand) { tell("anna \(did) the bridge") }
        }
    }

    /// From the word that pauses to the word that resumes, no posting and no party is begun: in the order in which it became durable.
    func checkPauses(_ news: [HistoryRecord]) throws {
        for record in news.map(\.entry) {
            switch record.act {
            case "paused" where record.subject == "bridge":
                seen.isPaused = true
                report.pauses += 1
            case "resumed" where record.subject == "bridge": seen.isPaused = false
            case "started" where seen.isPaused: throw breach("\(record.subject) was begun while the bridge was paused")
            default: break
            }
        }
    }
}
