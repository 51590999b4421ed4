/// Puts markup together as it is read: `el(.p) { "Booked: "; el(.strong) { count } }`. Strings are text, and escaped.
@resultBuilder
public enum HTMLBuilder {
    /// Markup stays what it is.
    public static func buildExpression(_ html: HTML) -> HTML { html }
    /// Markup that may be missing.
    public static func buildExpression(_ html: HTML?) -> HTML { html ?? HTML() }
    /// Text is escaped.
    public static func buildExpression(_ text: String) -> HTML { .text(text) }
    /// Text that may be missing.
    public static func buildExpression(_ text: String?) -> HTML { text.map { .text($0) } ?? HTML() }
    /// Pieces in their order.
    public static func buildBlock(_ pieces: HTML...) -> HTML { join(pieces) }
    /// What a loop makes, in its order.
    public static func buildArray(_ pieces: [HTML]) -> HTML { join(pieces) }
    /// What an `if` without `else` makes.
    public static func buildOptional(_ piece: HTML?) -> HTML { piece ?? HTML() }
    /// One way of a choice.
    public static func buildEither(first piece: HTML) -> HTML { piece }
    /// The other way.
    public static func buildEither(second piece: HTML) -> HTML { piece }

    private static func join(_ pieces: [HTML]) -> HTML {
        var all = HTML()
        for piece in pieces { all.append(piece) }
        return all
    }
}

/// An element of a page: `el(.a, .href(address)) { "Documents" }`.
public func el(_ tag: Tag, _ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element(tag, attributes, content())
}

/// An element without content.
public func el(_ tag: Tag, _ attributes: Attribute...) -> HTML { .element(tag, attributes) }

/// Markup of several pieces, without an element around it.
public func pieces(@HTMLBuilder _ content: () -> HTML) -> HTML { content() }
