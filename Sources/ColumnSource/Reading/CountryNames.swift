import BridgeDomain

/// Countries by their names in Dutch and English, as trade files write them. Anything else is named in the settings.
enum CountryNames {
    /// By code or by name, without regard to capitals; nil for what is not recognised.
    static func code(of text: String) -> CountryCode? { CountryCode(text) ?? byName[text.lowercased()] ?? CountryCode(text.uppercased()) }

    private static let byName: [String: CountryCode] = {
        var names: [String: CountryCode] = [:]
        for row in table.split(separator: "\n") {
            let parts = row.split(separator: ":")
            guard parts.count == 2, let code = CountryCode(parts[0]) else { preconditionFailure("no country: \(row)") }
            for name in parts[1].split(separator: ",") { names[String(name)] = code }
        }
        return names
    }()

    private static let table = """
        NL:nederland,netherlands,the netherlands,holland
        BE:belgië,belgie,belgium
        DE:duitsland,germany,deutschland
        FR:frankrijk,france
        LU:luxemburg,luxembourg
        GB:verenigd koninkrijk,groot-brittannië,united kingdom,great britain,uk
        IE:ierland,ireland,eire
        AT:oostenrijk,austria
        BG:bulgarije,bulgaria
        CY:cyprus
        CZ:tsjechië,czechia,czech republic
        DK:denemarken,denmark
        EE:estland,estonia
        ES:spanje,spain
        FI:finland
        GR:griekenland,greece
        HR:kroatië,croatia
        HU:hongarije,hungary
        IT:italië,italie,italy
        LT:litouwen,lithuania
        LV:letland,latvia
        MT:malta
        PL:polen,poland
        PT:portugal
        RO:roemenië,romania
        SE:zweden,sweden
        SI:slovenië,slovenia
        SK:slowakije,slovakia
        CH:zwitserland,switzerland
        NO:noorwegen,norway
        IS:ijsland,iceland
        TR:turkije,turkey,türkiye
        US:verenigde staten,united states,united states of america,usa
        CA:canada
        AU:australië,australia
        NZ:nieuw-zeeland,new zealand
        JP:japan
        CN:china
        HK:hongkong,hong kong
        SG:singapore
        IN:india
        IL:israël,israel
        AE:verenigde arabische emiraten,united arab emirates
        SA:saoedi-arabië,saudi arabia
        LB:libanon,lebanon
        BH:bahrein,bahrain
        ZA:zuid-afrika,south africa
        KE:kenia,kenya
        ET:ethiopië,ethiopia
        EC:ecuador
        CO:colombia
        BR:brazilië,brazil
        MA:marokko,morocco
        """
}
