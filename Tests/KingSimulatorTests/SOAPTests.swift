import BridgeHTTP
import KingSimulator
import Testing

/// The same service over SOAP (reference king §2.2).
struct SOAPTests {
    /// Escaped documents as they stand in an answer.
    private func plain(_ text: String) -> String {
        [("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")].reduce(text) { text, pair in
            var (result, rest) = ("", text[...])
            while let place = rest.firstRange(of: pair.0) {
                result += rest[..<place.lowerBound] + pair.1
                rest = rest[place.upperBound...]
            }
            return result + rest
        }
    }

    @Test(arguments: [false, true]) func `an invoice is booked and read over either version`(version12: Bool) async {
        let desk = Desk()
        let keys = await desk.soapSession()
        let booked = await desk.soap(
            "CreateJournaalpost", keys + [("Journaalpost", Message.entry(Message.split())), ("Foutmelding", "")], version12: version12)
        #expect(booked.value("CreateJournaalpostResult") == "true")
        #expect(booked.text.contains("<Foutmelding/>"))
        #expect(booked.values("string") == ["2026", "10", "3", "1"])
        #expect(plain(booked.value("Journaalpost")).contains("<DAT>2026-03-05T00:00:00+01:00</DAT>"))
        #expect(booked.fields["Content-Type"]?.hasPrefix(version12 ? "application/soap+xml" : "text/xml") == true)
        let read = await desk.soap(
            "GetStamtabelRecords",
            keys + [("Selectie", Message.selection("DEBOPP", "FACT\tSALDO", order: "FACT"))], version12: version12)
        #expect(plain(read.value("Records")).contains("<DATA><FACT>26000917</FACT><SALDO>175.50</SALDO></DATA>"))
    }

    @Test func `both transports see one state, and a session of one is good on the other`() async {
        let desk = Desk()
        let session = await desk.login()
        let keys = [("PartnerKey", "demo-partner"), ("Omgevingscode", "A1B2C"), ("SessionId", session)]
        let created = await desk.soap(
            "CreateStamTabelRecord", keys + [("Stamtabel", Message.master("DEB", "<ZKSL>FP1</ZKSL>"))])
        #expect(created.value("Primarykey") == "10121")
        #expect(await desk.select(Message.selection("DEB", "NR", where: "ZKSL", "=", "FP1", order: "NR")).value("NR") == "10121")
    }

    @Test func `refusals come with status 200, a false result and a filled text`() async {
        let desk = Desk()
        let wrong = await desk.soap("Login", [("PartnerKey", "x"), ("Omgevingscode", "A1B2C")])
        #expect(wrong.status == 200)
        #expect(wrong.value("LoginResult") == "false")
        #expect(wrong.value("Foutmelding") == "Partnerkey of omgevingscode is onjuist")
        let keys = await desk.soapSession()
        let spelled = await desk.soap("CreateStamtabelRecord", keys + [("Stamtabel", Message.master("DEB", "<ZKSL>X</ZKSL>"))])
        #expect(spelled.status == 500, "a capital T in Tabel, as the vendor has it")
        #expect(spelled.value("faultstring") == "Actie CreateStamtabelRecord is onbekend")
        let envelope = await desk.send(
            .init(.post, target: "/ws1_xml.asmx", fields: ["Content-Type": "text/xml"], body: Array("<a>".utf8)))
        #expect(envelope.status == 500)
    }

    @Test func `a user logs in, keeps the session, updates, and logs out`() async {
        let desk = Desk()
        let keys = [("PartnerKey", "demo-partner"), ("Omgevingscode", "A1B2C")]
        let wrong = await desk.soap("Login2", keys + [("Username", "koppeling"), ("Password", "x")])
        #expect(wrong.value("Foutmelding") == "Gebruikersnaam of wachtwoord is onjuist")
        let login = await desk.soap("Login2", keys + [("Username", "koppeling"), ("Password", "sandbox-secret")])
        let all = keys + [("SessionId", login.value("SessionId"))]
        #expect(await desk.soap("KeepSession", all).value("KeepSessionResult") == "true")
        #expect(await desk.soap("GetTimeStamp", all).value("TimeStamp") == "1773306000000")
        #expect(await desk.soap("GetiMUISVersion", keys).value("aiMUISVersion") == "4.3.8g")
        #expect(await desk.soap("CheckConnection", []).value("CheckConnectionResult") == "true")
        let change = Message.change("DEB", "NR", "=", "10042", "<TEL>1</TEL>")
        #expect(await desk.soap("UpdateStamtabelRecord", all + [("Mutatie", change)]).value("UpdateStamtabelRecordResult") == "true")
        #expect(await desk.soap("Logout", all).value("LogoutResult") == "true")
        #expect(await desk.soap("KeepSession", all).value("Foutmelding") == "Sessie is verlopen")
    }
}
