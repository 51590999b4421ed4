import BridgeDomain

/// What one request may know of its surroundings: the caller, the time, the settings.
struct Session: Sendable {
    let now: Timestamp
    /// Scheme, host and port for links.
    let origin: String
    let settings: ExactSandbox.Settings
    let clientID: String

    /// Wall-clock milliseconds, see ``WallClock``.
    var wallClock: Int64 { WallClock.milliseconds(at: now) }
    var today: CalendarDate { WallClock.date(at: now) }
    var language: ExactSandbox.Language { settings.language }
    var user: ExactSandbox.User { settings.user }
    var behaviour: ExactSandbox.Behaviour { settings.behaviour }
    var divisions: [ExactSandbox.Division] { settings.divisions }
}
