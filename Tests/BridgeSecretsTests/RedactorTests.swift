import BridgeSecrets
import Testing

@Suite struct RedactorTests {
    private let redactor = Redactor()

    @Test(arguments: [
        // Forms and addresses.
        (
            "grant_type=refresh_token&refresh_token=s3cr3t%21&client_id=6f1c&client_secret=s3cr3t",
            "grant_type=refresh_token&refresh_token=•••&client_id=6f1c&client_secret=•••"
        ),
        ("grant_type=authorization_code&code=s3cr3t%21&state=x", "grant_type=authorization_code&code=•••&state=x"),
        ("https://hub.example.nl/callback?code=s3cr3t&state=x", "https://hub.example.nl/callback?code=•••&state=x"),
        ("password=s3cr3t", "password=•••"), ("PASSWORD=s3cr3t", "PASSWORD=•••"), ("password=&a=b", "password=&a=b"),
        ("discount_code=10&skiptoken=5", "discount_code=10&skiptoken=5"),
        // JSON.
        (
            #"{"access_token":"s3cr3t","token_type":"bearer","expires_in":"600","refresh_token":"s3cr3t"}"#,
            #"{"access_token":"•••","token_type":"bearer","expires_in":"600","refresh_token":"•••"}"#
        ),
        (#"{"username": "s3cr3t", "type": "api"}"#, #"{"username": "•••", "type": "api"}"#),
        (#"{"password" : "s3\"cr3t\\", "a":1}"#, #"{"password" : "•••", "a":1}"#),
        (#"{"token":123456,"a":[1]}"#, #"{"token":"•••","a":[1]}"#), (#"[{"token":null}]"#, #"[{"token":"•••"}]"#),
        (#"{"password":{"old":"s3cr3t}","new":["s3cr3t"]},"a":1}"#, #"{"password":"•••","a":1}"#),
        (#"{"error":{"code":"-32","message":"Code: 8000"}}"#, #"{"error":{"code":"-32","message":"Code: 8000"}}"#),
        (#"{"Code":"  100","ID":"1"}"#, #"{"Code":"  100","ID":"1"}"#),
        (#"{"url":"https://x.nl/?code=s3cr3t&a=1"}"#, #"{"url":"https://x.nl/?code=•••&a=1"}"#),
        (#"{"body":"{\"access_token\":\"s3cr3t\\\"s3cr3t\",\"a\":1}"}"#, #"{"body":"{\"access_token\":\"•••\",\"a\":1}"}"#),
        ("{\n  \"client_secret\" :\n    \"s3cr3t\"\n}", "{\n  \"client_secret\" :\n    \"•••\"\n}"),
        // XML.
        (
            "<k:PartnerKey>s3cr3t s3cr3t</k:PartnerKey><SessionId>s3cr3t</SessionId><Omschrijving>token</Omschrijving>",
            "<k:PartnerKey>•••</k:PartnerKey><SessionId>•••</SessionId><Omschrijving>token</Omschrijving>"
        ),
        (
            #"<SessionId xsi:type="xsd:string">s3cr3t</SessionId><token/>shown<token a="1"/>shown"#,
            #"<SessionId xsi:type="xsd:string">•••</SessionId><token/>shown<token a="1"/>shown"#
        ),
        ("<password><![CDATA[s3<cr>3t]]></password><a>1</a>", "<password>•••</password><a>1</a>"),
        ("<r>&lt;PARTNERKEY&gt;s3cr3t&lt;/PARTNERKEY&gt;&lt;a&gt;1</r>", "<r>&lt;PARTNERKEY&gt;•••&lt;/PARTNERKEY&gt;&lt;a&gt;1</r>"),
        ("<password><![CDATA[s3cr3t", "<password>•••"), ("<password", "<password"), ("&lt;token", "&lt;token"),
        ("<password></password>shown", "<password></password>shown"), ("<token>s3cr3t", "<token>•••"), ("token>shown", "token>shown"),
        // Cut short in the middle.
        (#"{"a":1,"access_token":"s3cr3t"#, #"{"a":1,"access_token":"•••""#), (#"{"a":1,"access_token":"#, #"{"a":1,"access_token":"#),
        (#"{"password":{"old":"s3cr3t"#, #"{"password":"•••""#), ("client_secret=s3cr3t", "client_secret=•••"),
        (#"{"access_token":"s3cr3t\"#, #"{"access_token":"•••""#),
        // Headers that were copied into a text.
        ("sent Authorization: Bearer s3cr3t to host", "sent Authorization: Bearer ••• to host"),
        ("nothing to hide here", "nothing to hide here"), ("", ""), ("één token", "één token"),
    ])
    func `secrets are masked and nothing else is changed`(text: String, shown: String) {
        #expect(redactor.text(text) == shown)
        #expect(redactor.body(Array(text.utf8)) == shown)
        #expect(redactor.text(shown) == shown, "masking twice changes nothing")
    }

    @Test(arguments: ["Authorization", "authorization", "COOKIE", "Set-Cookie", "Proxy-Authorization", "X-API-Key"])
    func `headers that carry secrets are masked whole`(name: String) {
        #expect(redactor.header(name, "Bearer s3cr3t") == Secret.mask)
    }

    @Test func `other headers are shown, without the secrets in their addresses`() {
        let shown = redactor.headers([
            (name: "Content-Type", value: "application/json"), (name: "Location", value: "/cb?code=s3cr3t&state=1"),
            (name: "authorization", value: "s3cr3t"),
        ])
        #expect(shown.map(\.name) == ["Content-Type", "Location", "authorization"])
        #expect(shown.map(\.value) == ["application/json", "/cb?code=•••&state=1", "•••"])
    }

    @Test func `a body beyond the bound is cut, also in the middle of a secret`() {
        let body = Array(#"{"a":"b","access_token":"s3cr3t-and-more"}"#.utf8)
        for bound in 0...body.count {
            let shown = Redactor(bytesMax: bound).body(body)
            #expect(!shown.contains("s3"))
            #expect(shown.contains("(+\(body.count - bound) bytes)") == (bound < body.count))
        }
    }

    @Test func `bytes that are no text are counted, not shown`() {
        #expect(redactor.body([0x50, 0x4B, 0x03, 0x04, 0x00]) == "(5 bytes)")
    }

    @Test func `a large body takes one pass`() {
        let body = Array(String(repeating: #"{"token":[["#, count: 200_000).utf8)
        #expect(Redactor(bytesMax: body.count).body(body).utf8.count < 100)
    }
}
