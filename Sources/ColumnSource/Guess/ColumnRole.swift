/// What a column may be for, with the words that people write above it. A name counts when it is one of the words, spaces, points and the
/// like left out; a role has one column and a column one role.
enum ColumnRole: String, CaseIterable {
    case number, original, date, dueDate, supplyDate, currency, exchangeRate, type
    case customer, supplier, partyName, vatNumber, email, street, postcode, city, country
    case product, description, group, quantity, unit, unitPrice, discountPercent, vatCode, vatRate, vatAmount, net, order, costCentre

    /// English and Dutch; the plainest first.
    private var words: String {
        switch self {
        case .number:
            """
            invoiceno invoicenumber invoicenr invoiceid invoice documentno documentnumber docno factuurnummer factuurnr factuurno factnr \
            factuur boekstuknummer boekstuk documentnummer bonnummer
            """
        case .original: "originalinvoice creditedinvoice creditfor oorspronkelijkefactuur creditvan creditvoor factuurreferentie"
        case .date: "invoicedate documentdate issuedate date factuurdatum factdatum boekdatum boekingsdatum documentdatum datum"
        case .dueDate: "duedate paymentdue vervaldatum vervaldag betaaldatum"
        case .supplyDate: "deliverydate supplydate shipdate leverdatum afleverdatum leveringsdatum"
        case .currency: "currency currencycode valuta valutacode munt muntsoort"
        case .exchangeRate: "exchangerate fxrate koers wisselkoers valutakoers"
        case .type: "documenttype invoicetype doctype type documentsoort factuursoort factuurtype soort"
        case .customer:
            """
            customerid customerno customernumber customercode customer debtorno debtorcode debtor accountcode debiteurnummer debiteurnr \
            debiteurcode debnr debiteur klantnummer klantnr klantcode klantid klant relatienummer relatiecode relatie
            """
        case .supplier:
            """
            supplierid supplierno suppliernumber suppliercode supplier vendorid vendor creditorno creditor leveranciersnummer \
            leveranciernummer leverancierscode leveranciersnr leverancier crediteurnummer crediteurnr crediteurcode crediteur kwekernummer
            """
        case .partyName:
            """
            customername debtorname suppliername companyname company name klantnaam debiteurnaam leveranciersnaam crediteurnaam relatienaam \
            bedrijfsnaam bedrijf naam
            """
        case .vatNumber: "vatnumber vatno vatid taxid btwnummer btwnr btwid"
        case .email: "email emailaddress emailadres mail"
        case .street: "street address straat straatnaam adres"
        case .postcode: "postcode zipcode zip postalcode"
        case .city: "city town plaats woonplaats stad"
        case .country: "countrycode country landcode land landnaam"
        case .product:
            """
            stockcode sku productcode productid product itemcode itemno item articlecode articleno article artikelcode artikelnummer \
            artikelnr artikel productnummer
            """
        case .description:
            """
            description itemdescription productdescription productname omschrijving artikelomschrijving productomschrijving \
            regelomschrijving artikelnaam productnaam
            """
        case .group: "productgroup itemgroup category artikelgroep productgroep omzetgroep categorie"
        case .quantity: "quantity qty aantal hoeveelheid stuks"
        case .unit: "unit uom eenheid"
        case .unitPrice:
            "unitprice priceperunit price stuksprijs eenheidsprijs prijsperstuk verkoopprijs nettoprijs prijs priceinclvat prijsinclbtw stuksprijsinclbtw"
        case .discountPercent: "discountpercent discountpct discount kortingspercentage kortingpct korting"
        case .vatCode: "vatcode taxcode btwcode btwsoort"
        case .vatRate: "vatrate taxrate vatpercentage vatpercent vatpct btwpercentage btwperc btwpct btwtarief"
        case .vatAmount: "vatamount taxamount btwbedrag vat tax btw"
        case .net:
            """
            netamount linenet lineamount linetotal amountexclvat net amount nettobedrag regelbedrag bedragexclbtw totaalexclbtw regeltotaal \
            netto bedrag amountinclvat linetotalinclvat bedraginclbtw totaalinclbtw
            """
        case .order: "ordernumber orderno orderid ponumber purchaseorder ordernummer ordernr bestelnummer bestelling"
        case .costCentre: "costcentre costcenter kostenplaats"
        }
    }

    /// Which of the columns is for what.
    static func columns(_ header: [String]) -> [ColumnRole: Int] {
        var found: [ColumnRole: Int] = [:]
        var taken: Set<Int> = []
        let names = header.map(plain)
        for role in allCases {
            for word in role.words.split(separator: " ") {
                guard let place = names.firstIndex(of: String(word)), taken.insert(place).inserted else { continue }
                found[role] = place
                break
            }
        }
        return found
    }

    /// Letters and digits only, in small letters; a per cent sign says *pct*.
    private static func plain(_ name: String) -> String {
        String(name.replacing("%", with: "pct").lowercased().filter { $0.isLetter || $0.isNumber })
    }
}
