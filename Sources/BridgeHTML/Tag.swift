/// The elements pages are made of. What is missing here is missing on purpose: `script` and `style` have content of their own rules, and
/// `iframe`, `object` and `embed` bring in others' pages.
public enum Tag: String, Hashable, Sendable, CaseIterable {
    case html, head, body, title, meta, link
    case header, nav, main, footer, section, article, aside, div, span
    case h1, h2, h3, p, a, ul, ol, li, dl, dt, dd, strong, em, small, code, pre, time, br, hr, details, summary
    case table, caption, thead, tbody, tfoot, tr, th, td, colgroup, col
    case dialog, kbd
    case form, fieldset, legend, label, input, select, option, textarea, button, output, meter, progress
    case figure, figcaption, svg, g, rect, line, path, circle, text, desc

    /// True for elements without content or end.
    public var isVoid: Bool {
        switch self {
        case .meta, .link, .br, .hr, .col, .input: true
        default: false
        }
    }
}
