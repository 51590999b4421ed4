import BridgeDomain
import BridgeHTTP

/// The page on which the user lets an app in, division by division (reference §2.1).
enum ConsentPage {
    /// What the browser asked for, once it was found to be in order.
    struct Demand {
        let app: ExactSandbox.App
        let redirect: String
        let state: String?
    }

    static func demand(_ pairs: [(name: String, value: String)], _ settings: ExactSandbox.Settings) throws(Refusal) -> Demand {
        let values = Dictionary(pairs.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        guard let app = settings.apps.first(where: { $0.clientID == values["client_id"] }) else {
            throw .syntax("Unknown client_id.")
        }
        guard let redirect = values["redirect_uri"], Redirect.isAllowed(redirect, registered: app.redirectURI) else {
            throw .syntax("The redirect_uri must be https and lie on the registered host.")
        }
        guard values["response_type"] == "code" else { throw .syntax("The response_type must be code.") }
        return Demand(app: app, redirect: redirect, state: values["state"])
    }

    static func redirect(_ demand: Demand, code: String) -> HTTPResponse {
        let separator = demand.redirect.contains("?") ? "&" : "?"
        var address = "\(demand.redirect)\(separator)code=\(FormCoding.percentEncode(code))"
        if let state = demand.state { address += "&state=\(FormCoding.percentEncode(state))" }
        return HTTPResponse(status: 302, fields: ["Location": address])
    }

    static func page(_ demand: Demand, _ settings: ExactSandbox.Settings) -> HTTPResponse {
        let isDutch = settings.language == .dutch
        let boxes = settings.divisions.map { division in
            """
            <p><label><input type="checkbox" name="division" value="\(division.code)" checked> \
            \(HTML.escaped(division.name)) (\(division.code))</label></p>
            """
        }
        let hidden = [
            ("client_id", demand.app.clientID), ("redirect_uri", demand.redirect), ("response_type", "code"), ("state", demand.state),
        ].compactMap { name, value in
            value.map { "<input type=\"hidden\" name=\"\(name)\" value=\"\(HTML.escaped($0))\">" }
        }
        let question = isDutch ? "mag in deze administraties lezen en boeken:" : "may read and post in these divisions:"
        let body = """
            <h1>\(isDutch ? "Toestemming" : "Consent")</h1>
            <p>\(HTML.escaped(settings.user.fullName)): <strong>\(HTML.escaped(demand.app.name))</strong> \(question)</p>
            <form method="post" action="/api/oauth2/auth">
            \(hidden.joined(separator: "\n"))
            \(boxes.joined(separator: "\n"))
            <p><button type="submit">\(isDutch ? "Toestaan" : "Allow")</button></p>
            </form>
            """
        return HTML.page(title: isDutch ? "Toestemming" : "Consent", body: body)
    }
}
