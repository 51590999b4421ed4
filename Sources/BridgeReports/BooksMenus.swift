public import BridgeDomain

/// Where in one accounting system's own menus each part of the books is set up or mended, and how sure that is.
///
/// A vendor may move a menu any day: who reads it must know whether it stands in the vendor's manual, was seen by others, or is only where
/// we would look.
public struct BooksMenus: Hashable, Sendable {
    /// How we know.
    public enum Confidence: String, Hashable, Sendable, CaseIterable {
        /// In the vendor's own help or manual.
        case documented
        /// In what others wrote who work with it.
        case observed
        /// Nobody says: what to look for, not a path.
        case assumed
    }

    /// A place, and what is done there.
    public struct Place: Hashable, Sendable {
        public var part: BooksPart
        /// The menus, with ` / ` between; for what is assumed, what to look for.
        public var path: BilingualText
        public var act: BilingualText
        public var confidence: Confidence
        /// The page it stands on; nil where it is assumed.
        public var source: String?
    }

    /// What people call the system.
    public let system: String
    private let places: [BooksPart: Place]

    /// The menus of a system; the first place of a part counts.
    public init(_ system: String, _ places: [Place]) {
        self.system = system
        self.places = Dictionary(places.map { ($0.part, $0) }) { first, _ in first }
    }

    /// Where a part is; nil where the table has none.
    public subscript(part: BooksPart) -> Place? { places[part] }

    /// The table, in the order of the parts.
    public var rows: [Place] { BooksPart.allCases.compactMap { places[$0] } }

    /// Where to click and what to do there, in one or two sentences; nil where the table has no such part.
    public func text(_ part: BooksPart) -> BilingualText? {
        places[part].map { place in
            let (path, act) = (place.path, place.act)
            guard place.confidence == .assumed else {
                return BilingualText(
                    nl: "Verhelpen: in \(system), \(path.dutch). \(act.dutch)", en: "Mend it: in \(system), \(path.english). \(act.english)"
                )
            }
            return BilingualText(
                nl: "Verhelpen: zoek in \(system) naar \(path.dutch); de plaats in het menu is ons niet bekend. \(act.dutch)",
                en: "Mend it: look in \(system) for \(path.english); we do not know its place in the menu. \(act.english)")
        }
    }
}

extension BooksMenus.Place {
    /// A place in menus; without English, they have the same words whatever the reader's language.
    public static func at(
        _ part: BooksPart, _ path: String, en english: String? = nil, _ act: BilingualText, _ confidence: BooksMenus.Confidence,
        _ source: String
    ) -> Self {
        Self(part: part, path: BilingualText(nl: path, en: english ?? path), act: act, confidence: confidence, source: source)
    }

    /// A place nobody tells of: what to look for.
    public static func sought(_ part: BooksPart, _ what: BilingualText, _ act: BilingualText) -> Self {
        Self(part: part, path: what, act: act, confidence: .assumed, source: nil)
    }
}
