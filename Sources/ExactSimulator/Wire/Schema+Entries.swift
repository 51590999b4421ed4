extension Schema {
    /// `salesentry/SalesEntries`.
    static let salesEntries = Schema(
        "salesentry/SalesEntries", model: "SalesEntry", key: "EntryID:Guid",
        writable: """
            Journal:String Customer:Guid EntryDate:DateTime DueDate:DateTime Description:String YourRef:String
            PaymentReference:String PaymentCondition:String Currency:String Rate:Double EntryNumber:Int32 InvoiceNumber:Int32
            OrderNumber:Int32 ReportingYear:Int16 ReportingPeriod:Int16 VATAmountFC:Double Document:Guid Reversal:Boolean
            GAccountAmountFC:Double ExternalLinkReference:String BatchNumber:Int32 IsExtraDuty:Boolean ProcessNumber:Int32
            WithholdingTaxAmountDC:Double WithholdingTaxBaseAmount:Double WithholdingTaxPercentage:Double
            """,
        readOnly: """
            Type:Int32 Status:Int16 AmountFC:Double AmountDC:Double VATAmountDC:Double PaymentConditionPaymentMethod:String
            CustomerName:String DocumentNumber:Int32 DocumentSubject:String ExternalLinkDescription:String JournalDescription:String
            PaymentConditionDescription:String StatusDescription:String TypeDescription:String Created:DateTime Creator:Guid
            CreatorFullName:String CustomField:String Division:Int32 Modified:DateTime Modifier:Guid ModifierFullName:String
            """)

    /// `salesentry/SalesEntryLines`.
    static let salesEntryLines = Schema(
        "salesentry/SalesEntryLines", model: "SalesEntryLine", key: "ID:Guid",
        writable: """
            GLAccount:Guid AmountFC:Double VATCode:String<3 VATAmountFC:Double VATPercentage:Double VATBaseAmountFC:Double
            VATBaseAmountDC:Double Description:String Quantity:Double CostCenter:String CostUnit:String From:DateTime To:DateTime
            Notes:String Project:Guid Asset:Guid ExtraDutyAmountFC:Double ExtraDutyPercentage:Double IntraStatArea:String
            IntraStatCountry:String IntraStatDeliveryTerm:String IntraStatTransactionA:String IntraStatTransactionB:String
            IntraStatTransportMethod:String ProjectWBS:Guid SerialNumber:String StatisticalNetWeight:Double StatisticalNumber:String
            StatisticalQuantity:Double StatisticalValue:Double Subscription:Guid TaxSchedule:Guid TrackingNumber:Guid
            """,
        creatable: """
            EntryID:Guid
            """,
        readOnly: """
            AmountDC:Double VATAmountDC:Double LineNumber:Int32 Type:Int32 AssetDescription:String CostCenterDescription:String
            CostUnitDescription:String GLAccountCode:String GLAccountDescription:String ProjectDescription:String
            ProjectWBSDescription:String SubscriptionDescription:String TrackingNumberDescription:String VATCodeDescription:String
            CustomField:String Division:Int32
            """)

    /// `purchaseentry/PurchaseEntries`.
    static let purchaseEntries = Schema(
        "purchaseentry/PurchaseEntries", model: "PurchaseEntry", key: "EntryID:Guid",
        writable: """
            Journal:String Supplier:Guid EntryDate:DateTime DueDate:DateTime Description:String YourRef:String
            PaymentReference:String PaymentCondition:String Currency:String Rate:Double EntryNumber:Int32 InvoiceNumber:Int32
            OrderNumber:Int32 ReportingYear:Int16 ReportingPeriod:Int16 VATAmountFC:Double Document:Guid Reversal:Boolean
            GAccountAmountFC:Double ExternalLinkReference:String BatchNumber:Int32 ProcessNumber:Int32
            """,
        readOnly: """
            Type:Int32 Status:Int16 AmountFC:Double AmountDC:Double VATAmountDC:Double DocumentNumber:Int32 DocumentSubject:String
            ExternalLinkDescription:String JournalDescription:String PaymentConditionDescription:String
            PaymentConditionPaymentMethod:String StatusDescription:String SupplierName:String TypeDescription:String
            Created:DateTime Creator:Guid CreatorFullName:String CustomField:String Division:Int32 Modified:DateTime Modifier:Guid
            ModifierFullName:String
            """)

    /// `purchaseentry/PurchaseEntryLines`.
    static let purchaseEntryLines = Schema(
        "purchaseentry/PurchaseEntryLines", model: "PurchaseEntryLine", key: "ID:Guid",
        writable: """
            GLAccount:Guid AmountFC:Double VATCode:String<3 VATAmountFC:Double VATPercentage:Double VATBaseAmountFC:Double
            Description:String Quantity:Double CostCenter:String CostUnit:String From:DateTime To:DateTime Notes:String Project:Guid
            VATNonDeductiblePercentage:Double PrivateUsePercentage:Double Asset:Guid Expense:Guid IntraStatArea:String
            IntraStatCountry:String IntraStatDeliveryTerm:String IntraStatTransactionA:String IntraStatTransactionB:String
            IntraStatTransportMethod:String SerialNumber:String StatisticalNetWeight:Double StatisticalNumber:String
            StatisticalQuantity:Double StatisticalValue:Double Subscription:Guid TrackingNumber:Guid WithholdingAmountDC:Double
            WithholdingTax:String
            """,
        creatable: """
            EntryID:Guid
            """,
        readOnly: """
            AmountDC:Double VATBaseAmountDC:Double VATAmountDC:Double LineNumber:Int32 Type:Int32 AssetDescription:String
            CostCenterDescription:String CostUnitDescription:String ExpenseDescription:String GLAccountCode:String
            GLAccountDescription:String ProjectDescription:String SubscriptionDescription:String TrackingNumberDescription:String
            VATCodeDescription:String CustomField:String Division:Int32
            """)

    /// `generaljournalentry/GeneralJournalEntries`.
    static let generalJournalEntries = Schema(
        "generaljournalentry/GeneralJournalEntries", model: "GeneralJournalEntry", key: "EntryID:Guid",
        creatable: """
            JournalCode:String Currency:String ExchangeRate:Double FinancialYear:Int16 FinancialPeriod:Int16 EntryNumber:Int32
            Reversal:Boolean
            """,
        readOnly: """
            Status:Int16 Type:Int32 JournalDescription:String StatusDescription:String TypeDescription:String Created:DateTime
            CustomField:String Division:Int32 Modified:DateTime
            """)

    /// `generaljournalentry/GeneralJournalEntryLines`.
    static let generalJournalEntryLines = Schema(
        "generaljournalentry/GeneralJournalEntryLines", model: "GeneralJournalEntryLine", key: "ID:Guid",
        creatable: """
            EntryID:Guid GLAccount:Guid AmountFC:Double Date:DateTime Description:String Account:Guid VATCode:String<3
            AmountVATFC:Double CostCenter:String CostUnit:String Document:Guid OurRef:Int32 OffsetID:Guid Quantity:Double
            Notes:String Project:Guid Asset:Guid ProjectWBS:Guid VATPercentage:Double
            """,
        readOnly: """
            AmountDC:Double VATType:String AccountCode:String>18 AccountName:String AmountVATDC:Double AssetCode:String
            AssetDescription:String CostCenterDescription:String CostUnitDescription:String DocumentNumber:Int32
            DocumentSubject:String EntryNumber:Int32 GLAccountCode:String GLAccountDescription:String LineNumber:Int32
            ProjectCode:String ProjectDescription:String ProjectWBSDescription:String VATBaseAmountDC:Double VATBaseAmountFC:Double
            VATCodeDescription:String Created:DateTime Creator:Guid CreatorFullName:String CustomField:String Division:Int32
            Modified:DateTime Modifier:Guid ModifierFullName:String
            """)
}
