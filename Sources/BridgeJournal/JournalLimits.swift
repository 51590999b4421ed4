/// The upper bounds of what one call of the journal returns. A larger limit is taken as the bound, a smaller one than 1 as 1.
public enum JournalLimits {
    /// Records of a page the machine reads: due, held, history, reports.
    public static let pageMax = 10_000
    /// Records of a page people read: lists of postings and parties, hours.
    public static let listMax = 1_000
    /// Bounds between ages.
    public static let ageBoundsMax = 20
    /// Attempts shown for one subject.
    public static let attemptsMax = 1_000
    /// Tokens of the door that are listed.
    public static let tokensMax = 1_000
    /// Accounts of the console that are listed.
    public static let accountsMax = 1_000
    /// Sessions at the console that are listed.
    public static let sessionsMax = 1_000
    /// Webhooks that are listed.
    public static let webhooksMax = 100
    /// Payments shown of one document.
    public static let paymentsMax = 1_000
    /// Notices of one payment.
    public static let noticesMax = 1_000
    /// Relations found by one number.
    public static let relationsMax = 10
}
