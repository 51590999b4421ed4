import BridgeDomain
import BridgeHTML

/// The keys that do something, one a line: what they are for the script and what they are for people.
enum Shortcuts {
    /// A key, what it does for the script (`nil`: the browser does it by itself), and what it does in words.
    struct Key: Sendable {
        var key: String
        var does: String?
        var text: BilingualText
    }

    static let all: [Key] = [
        Key(key: "j", does: "next", text: Say.keyNext),
        Key(key: "k", does: "previous", text: Say.keyPrevious),
        Key(key: "Enter", does: nil, text: Say.keyOpen),
        Key(key: "/", does: "search", text: Say.keySearch),
        Key(key: "?", does: "help", text: Say.keyHelp),
        Key(key: "Esc", does: nil, text: Say.keyClose),
    ]

    /// The help, which is also where the script reads the keys from; and the way to it for who has no keyboard at hand. Both are shown only
    /// where the script runs. Keys of one character can be switched off (WCAG 2.2, 2.1.4).
    static func html(_ language: Language) -> HTML { made[language] ?? make(language) }

    /// The same on every page.
    private static let made = Dictionary(uniqueKeysWithValues: Language.allCases.map { ($0, make($0)) })

    private static func make(_ language: Language) -> HTML {
        pieces {
            el(.footer, .class("foot"), .scripted, .hidden) {
                el(.button, .type("button"), .class("plain"), .id("keys-show")) { Say.keys[language] }
            }
            el(
                .dialog, .id("keys"), Attribute("aria-labelledby", "keys-title"),
                Attribute("data-search", Address("/documents", fragment: "q").text)
            ) {
                el(.h2, .id("keys-title")) { Say.keys[language] }
                el(.dl, .class("facts")) { for key in all { row(key, language) } }
                Form.tick("keys-on", Say.keysOn[language], isOn: true, isSent: false)
                el(.form, Attribute("method", "dialog")) { Form.submit(Say.close[language]) }
            }
        }
    }

    private static func row(_ key: Key, _ language: Language) -> HTML {
        pieces {
            el(.dt) {
                el(.kbd, Attribute("data-key", key.does.map { _ in key.key }), Attribute("data-does", key.does)) { key.key }
            }
            el(.dd) { key.text[language] }
        }
    }
}

extension Attribute {
    /// Shown by the script, and only where it runs.
    static let scripted = Attribute("data-scripted", "")
    /// A link to a confirmation, which the script shows on the page that is open.
    static let opensDialog = Attribute("data-dialog", "")
    /// A link that only leads back; in a dialog it closes that.
    static let leadsBack = Attribute("data-back", "")
}
