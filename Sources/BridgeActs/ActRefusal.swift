public import BridgeDomain

/// Why something was not done, for whoever asked for it.
public struct ActRefusal: Error, Hashable, Sendable {
    /// What kind of no it is.
    public enum Kind: Hashable, Sendable, CaseIterable {
        case notFound, notSetUp, notAllowed
        /// It is not as it was when it was looked at.
        case changed
        /// Not possible where it stands.
        case doesNotFit
        /// Something else of its kind is under way.
        case occupied
        /// Something that is needed was not said, or cannot be taken; ``ActRefusal/field`` names it.
        case incomplete
        case tooMany
        case journalFails
    }

    public let kind: Kind
    public let text: BilingualText
    /// The member that was not right.
    public let field: String?
    /// What is wrong with it, for programs.
    public let code: ProblemCode

    /// A refusal with words of its own.
    public init(_ kind: Kind, _ text: BilingualText, field: String? = nil, code: ProblemCode = .fieldMissing) {
        self.kind = kind
        self.text = text
        self.field = field
        self.code = code
    }

    public static let notFound = ActRefusal(
        .notFound, BilingualText(nl: "Dit bestaat hier niet.", en: "This does not exist here."))
    public static let notSetUp = ActRefusal(
        .notSetUp,
        BilingualText(
            nl: "Er is niets veranderd. 'ledgerbridge doctor' zegt wat ontbreekt.",
            en: "Nothing has changed. 'ledgerbridge doctor' says what is missing."))
    public static let notAllowed = ActRefusal(
        .notAllowed,
        BilingualText(
            nl: "Uw rol staat dit niet toe. Een beheerder kan uw rol wijzigen.",
            en: "Your role does not allow this. An administrator can change your role."))
    public static let changed = ActRefusal(
        .changed,
        BilingualText(
            nl: "Er is niets gedaan. Bekijk het opnieuw en kies dan.", en: "Nothing was done. Look at it again, then choose."))
    public static let doesNotFit = ActRefusal(
        .doesNotFit,
        BilingualText(
            nl: "Er is niets gedaan: zoals het nu staat, kan dit niet.",
            en: "Nothing was done: as it stands now, this is not possible."))
    public static let journalFails = ActRefusal(
        .journalFails,
        BilingualText(nl: "De administratie van de service is nu niet bereikbaar.", en: "The service's journal cannot be reached now."))

    /// True where it says more than its kind does: worth showing beside what was filled in.
    public var saysMore: Bool { ![.notFound, .notSetUp, .notAllowed, .changed, .doesNotFit, .journalFails].contains(self) }

    /// A member that is missing or, as its code says, cannot be taken.
    public static func incomplete(_ field: String, _ code: ProblemCode, _ text: BilingualText) -> ActRefusal {
        ActRefusal(.incomplete, text, field: field, code: code)
    }
    public static func incomplete(_ field: String, _ code: ProblemCode = .fieldMissing, nl: String, en: String) -> ActRefusal {
        ActRefusal(.incomplete, BilingualText(nl: nl, en: en), field: field, code: code)
    }
}
