import BridgeDomain

// What the second step of signing in says.
extension Say {
    static let codeTitle = Text(nl: "Code van uw telefoon", en: "Code of your telephone")
    static let codeLead = Text(
        nl: "Het wachtwoord klopt. Vul nu de code in die uw telefoon toont.",
        en: "The password is right. Now fill in the code your telephone shows.")
    static let code = Text(nl: "Code", en: "Code")
    static let codeHint = Text(
        nl: "Zes cijfers. Telefoon kwijt? Vul een herstelcode in, of vraag een beheerder om de code van uw account te halen.",
        en: "Six digits. Telephone lost? Fill in a recovery code, or ask an administrator to take the code off your account.")
    static let startOver = Text(nl: "Opnieuw beginnen", en: "Start over")
    static let codeTooLate = Text(
        nl: "De code kwam te laat. Meld u opnieuw aan.", en: "The code came too late. Sign in again.")
    static let codeHeading = Text(nl: "Code bij het aanmelden", en: "Code when signing in")
    static let codesOff = Text(
        nl:
            "Er is alleen een wachtwoord nodig. Met een code van uw telefoon erbij kan niemand zich als u aanmelden die alleen uw wachtwoord weet.",
        en:
            "Only a password is needed. With a code of your telephone beside it, nobody can sign in as you who only knows your password.")
    static func codesOn(_ since: String, left: Int) -> Text {
        Text(
            nl: "Sinds \(since) is een code van uw telefoon nodig. Nog \(left) \(left == 1 ? "herstelcode" : "herstelcodes") over.",
            en: "A code of your telephone is needed since \(since). \(left) recovery \(left == 1 ? "code" : "codes") left.")
    }
    static let codesOnButton = Text(nl: "Code aanzetten", en: "Switch the code on")
    static let codesOffButton = Text(nl: "Code uitzetten", en: "Switch the code off")
    static let keyLead = Text(
        nl:
            "Voeg in de app op uw telefoon een account toe: scan dit vierkant of vul de sleutel in. Staat de code aan, dan is hij niet meer te zien.",
        en: "Add an account in the app on your telephone: scan this square or fill in the key. Once the code is on, it is not shown again.")
    static let keyPicture = Text(nl: "De sleutel als QR-code", en: "The key as a QR code")
    static let keyLink = Text(nl: "Dezelfde sleutel als link:", en: "The same key as a link:")
    static let keyThen = Text(
        nl: "Vul hieronder de code in die de app dan toont.", en: "Fill in below the code the app then shows.")
    static let notNow = Text(nl: "Nu niet", en: "Not now")
    static let recoveryTitle = Text(nl: "Uw herstelcodes", en: "Your recovery codes")
    static let recoveryLead = Text(
        nl: "De code staat aan. Bewaar deze herstelcodes buiten uw telefoon: elke opent één keer als u de telefoon kwijt bent.",
        en: "The code is on. Keep these recovery codes apart from your telephone: each opens once when the telephone is lost.")
    static let recoveryOnce = Text(nl: "Ze worden niet nog eens getoond.", en: "They are not shown again.")
    static let codeRemoved = Text(nl: "De code is uitgezet.", en: "The code is switched off.")
    static let takeCodeOff = Text(nl: "Code van dit account halen", en: "Take the code off this account")
    static let codeFact = Text(nl: "Code bij het aanmelden", en: "Code when signing in")
    static func codeSince(_ moment: String) -> Text { Text(nl: "aan sinds \(moment)", en: "on since \(moment)") }
    static let codeNotSet = Text(nl: "uit", en: "off")
    static func linkPathOnly(_ key: String) -> Text {
        Text(
            nl:
                "Zet er het adres voor waarop deze pagina's te bereiken zijn. Staat dat in de configuratie (\(key)), dan staat hier de hele link.",
            en:
                "Put the address before it at which these pages are reached. When the configuration says it (\(key)), the whole link stands here."
        )
    }
}
