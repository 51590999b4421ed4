/// What is asked of KING Finance, by whatever transport.
struct Call: Sendable {
    /// The operations, by the name they have on plain HTTP (reference king §2.1; where there is none, made like the others).
    enum Operation: String, Sendable, CaseIterable {
        case login = "LOGIN"
        case loginWithUser = "LOGIN2"
        case keepSession = "KEEPSESSION"
        case logout = "LOGOUT"
        case checkConnection = "CHECKCONNECTION"
        case version = "GETIMUISVERSION"
        case timeStamp = "GETTIMESTAMP"
        case administration = "GETADMINFO"
        case select = "GETSTAMTABELRECORDS"
        case create = "CREATESTAMTABELRECORD"
        case update = "UPDATESTAMTABELRECORD"
        case delete = "DELETESTAMTABELRECORD"
        case createEntry = "CREATEJOURNAALPOST"
        case updateEntry = "UPDATEJOURNAALPOST"
        case deleteEntry = "DELETEJOURNAALPOST"

        /// The name on SOAP, to the letter (reference king §2.2).
        var soapName: String {
            switch self {
            case .login: "Login"
            case .loginWithUser: "Login2"
            case .keepSession: "KeepSession"
            case .logout: "Logout"
            case .checkConnection: "CheckConnection"
            case .version: "GetiMUISVersion"
            case .timeStamp: "GetTimeStamp"
            case .administration: "GetAdmInfo"
            case .select: "GetStamtabelRecords"
            case .create: "CreateStamTabelRecord"
            case .update: "UpdateStamtabelRecord"
            case .delete: "DeleteStamtabelRecord"
            case .createEntry: "CreateJournaalpost"
            case .updateEntry: "UpdateJournaalpost"
            case .deleteEntry: "DeleteJournaalpost"
            }
        }
    }

    let operation: Operation
    /// Parameters by their name in capitals.
    let parameters: [String: String]

    var partnerKey: String { parameters["PARTNERKEY"] ?? "" }
    var administration: String { parameters["OMGEVINGSCODE"] ?? "" }
    var session: String { parameters["SESSIONID"] ?? "" }

    /// The document in a parameter.
    func document(_ name: String) throws(Refusal) -> XMLElement {
        guard let text = parameters[name], !text.isEmpty else { throw Refusal(Wording.missingParameter(name)) }
        guard let root = XMLReader.read(text) else { throw Refusal(Wording.unreadable) }
        return root
    }
}

/// What comes of a call.
enum Outcome: Sendable {
    case done
    case session(String)
    case text(String)
    case page(Page)
    case key(String)
    case entry(EntryBooking.Booked)
}
