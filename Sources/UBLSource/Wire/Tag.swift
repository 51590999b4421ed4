import BridgeXML

/// The names of UBL 2.1 that are read. A case is the name itself with a small first letter.
enum Tag: UInt16, CaseIterable {
    // The two documents.
    case invoice, creditNote

    // Elements that hold elements.
    case accountingCustomerParty, accountingSupplierParty, additionalDocumentReference, address, allowanceCharge, attachment
    case billingReference, classifiedTaxCategory, commodityClassification, contact, country, creditNoteDocumentReference, creditNoteLine
    case delivery, deliveryLocation, despatchDocumentReference, externalReference, invoiceDocumentReference, invoiceLine, invoicePeriod
    case item, legalMonetaryTotal, orderReference, party, partyIdentification, partyLegalEntity, partyName, partyTaxScheme
    case payeeFinancialAccount, paymentExchangeRate, paymentMandate, paymentMeans, postalAddress, price, pricingExchangeRate
    case sellersItemIdentification, standardItemIdentification, taxCategory, taxExchangeRate, taxScheme, taxSubtotal, taxTotal

    // Elements that hold a value.
    case accountingCost, actualDeliveryDate, additionalStreetName, allowanceChargeReason, allowanceChargeReasonCode, amount, baseAmount
    case baseQuantity, calculationRate, chargeIndicator, cityName, companyID, countrySubentity, creditNoteTypeCode, creditedQuantity
    case description, documentCurrencyCode, dueDate, electronicMail, embeddedDocumentBinaryObject, endDate, endpointID, id
    case identificationCode, invoiceTypeCode, invoicedQuantity, issueDate, itemClassificationCode, lineExtensionAmount
    case multiplierFactorNumeric, name, note, payableAmount, payableRoundingAmount, paymentDueDate, paymentID, paymentMeansCode, percent
    case postalZone, prepaidAmount, priceAmount, registrationName, sourceCurrencyCode, streetName, targetCurrencyCode, taxAmount
    case taxCurrencyCode, taxExclusiveAmount, taxExemptionReason, taxExemptionReasonCode, taxInclusiveAmount, taxPointDate
    case taxableAmount, uri

    // Attributes.
    case currencyID, filename, mimeCode, schemeID, unitCode

    /// The name the reader meets it by.
    var name: XMLName { XMLName(rawValue) }

    /// The name as UBL writes it.
    var local: String { Self.locals[Int(rawValue)] }

    private static let locals = allCases.map(\.written)

    private var written: String {
        switch self {
        case .id: "ID"
        case .uri: "URI"
        case .currencyID, .filename, .mimeCode, .schemeID, .unitCode: "\(self)"
        default: "\(self)".prefix(1).uppercased() + "\(self)".dropFirst()
        }
    }

    /// All names, each at the place that is its raw value.
    static let vocabulary = XMLVocabulary(allCases.map { XMLVocabulary.Entry($0.namespace, $0.written) })

    private var namespace: String {
        let schemas = "urn:oasis:names:specification:ubl:schema:xsd:"
        return switch self {
        case .invoice: schemas + "Invoice-2"
        case .creditNote: schemas + "CreditNote-2"
        case _ where rawValue < Tag.accountingCost.rawValue: schemas + "CommonAggregateComponents-2"
        case _ where rawValue < Tag.currencyID.rawValue: schemas + "CommonBasicComponents-2"
        default: ""
        }
    }
}
