extension Schema {
    /// `cashflow/PaymentConditions`.
    static let paymentConditions = Schema(
        "cashflow/PaymentConditions", model: "PaymentCondition", key: "ID:Guid",
        writable: """
            CreditManagementScenario:Guid
            """,
        creatable: """
            Code:String Description:String PaymentDays:Int32 PaymentEndOfMonths:Int32 PaymentMethod:String Percentage:Double
            DiscountPercentage:Double DiscountPaymentDays:Int32 DiscountCalculation:String PaymentDiscountType:String
            VATCalculation:String
            """,
        readOnly: """
            CreditManagementScenarioCode:String CreditManagementScenarioDescription:String Created:DateTime Creator:Guid
            CreatorFullName:String Division:Int32 Modified:DateTime Modifier:Guid ModifierFullName:String
            """)

    /// `cashflow/Receivables`.
    static let receivables = Schema(
        "cashflow/Receivables", model: "Receivable", key: "ID:Guid",
        updatable: """
            PaymentMethod:String PaymentReference:String Description:String
            """,
        readOnly: """
            Account:Guid AccountCode:String>18 AccountName:String InvoiceNumber:Int32 EntryNumber:Int32 YourRef:String
            InvoiceDate:DateTime DueDate:DateTime Status:Int16 AmountDC:Double AmountFC:Double TransactionAmountDC:Double
            TransactionAmountFC:Double TransactionEntryID:Guid TransactionID:Guid TransactionType:Int32 IsFullyPaid:Boolean
            LastPaymentDate:DateTime EndDate:DateTime Currency:String RateFC:Double Journal:String PaymentCondition:String
            EntryID:Guid GLAccount:Guid AccountBankAccountID:Guid AccountBankAccountNumber:String AccountContact:Guid
            AccountContactName:String AccountCountry:String AmountDiscountDC:Double AmountDiscountFC:Double BankAccountID:Guid
            BankAccountNumber:String CashflowTransactionBatchCode:String DirectDebitMandate:Guid
            DirectDebitMandateDescription:String DirectDebitMandatePaymentType:Int16 DirectDebitMandateReference:String
            DirectDebitMandateType:Int16 DiscountDueDate:DateTime Document:Guid DocumentNumber:Int32 DocumentSubject:String
            EndPeriod:Int16 EndToEndID:String EndYear:Int16 EntryDate:DateTime GLAccountCode:String GLAccountDescription:String
            IsBatchBooking:Byte JournalDescription:String OrderNumber:Int32 PaymentConditionDescription:String PaymentDays:Int32
            PaymentDaysDiscount:Int32 PaymentDiscountPercentage:Double PaymentInformationID:String ReceivableBatchNumber:Int32
            ReceivableSelected:DateTime ReceivableSelector:Guid ReceivableSelectorFullName:String Source:Int32
            TransactionDueDate:DateTime TransactionIsReversal:Boolean TransactionReportingPeriod:Int16
            TransactionReportingYear:Int16 TransactionStatus:Int16 Created:DateTime Creator:Guid CreatorFullName:String
            Division:Int32 Modified:DateTime Modifier:Guid ModifierFullName:String
            """)

    /// `cashflow/Payments`.
    static let payments = Schema(
        "cashflow/Payments", model: "Payment", key: "ID:Guid",
        writable: """
            AccountBankAccountID:Guid
            """,
        updatable: """
            PaymentMethod:String PaymentReference:String Description:String
            """,
        readOnly: """
            Account:Guid AccountCode:String>18 AccountName:String InvoiceNumber:Int32 EntryNumber:Int32 YourRef:String
            InvoiceDate:DateTime DueDate:DateTime Status:Int16 AmountDC:Double AmountFC:Double TransactionAmountDC:Double
            TransactionAmountFC:Double TransactionEntryID:Guid TransactionID:Guid TransactionType:Int32 EndDate:DateTime
            Currency:String RateFC:Double Journal:String PaymentCondition:String EntryID:Guid GLAccount:Guid
            AccountBankAccountNumber:String AccountContact:Guid AccountContactName:String AmountDiscountDC:Double
            AmountDiscountFC:Double BankAccountID:Guid BankAccountNumber:String CashflowTransactionBatchCode:String
            DiscountDueDate:DateTime Document:Guid DocumentNumber:Int32 DocumentSubject:String EndPeriod:Int16 EndYear:Int16
            EntryDate:DateTime GLAccountCode:String GLAccountDescription:String IsBatchBooking:Byte JournalDescription:String
            PaymentBatchNumber:Int32 PaymentConditionDescription:String PaymentDays:Int32 PaymentDaysDiscount:Int32
            PaymentDiscountPercentage:Double PaymentSelected:DateTime PaymentSelector:Guid PaymentSelectorFullName:String
            Source:Int32 TransactionDueDate:DateTime TransactionIsReversal:Boolean TransactionReportingPeriod:Int16
            TransactionReportingYear:Int16 TransactionStatus:Int16 Created:DateTime Creator:Guid CreatorFullName:String
            Division:Int32 Modified:DateTime Modifier:Guid ModifierFullName:String
            """)

    /// `sync/Cashflow/PaymentTerms`.
    static let paymentTerms = Schema(
        "sync/Cashflow/PaymentTerms", model: "PaymentTerm", key: "ID:Guid",
        readOnly: """
            Account:Guid AccountBankAccountID:Guid AccountBankAccountNumber:String AccountCode:String>18 AccountContact:Guid
            AccountContactName:String AccountCountry:String AccountName:String AmountDC:Double AmountDiscountDC:Double
            AmountDiscountFC:Double AmountFC:Double ApprovalStatus:Int16 BankAccountID:Guid BankAccountNumber:String
            CashflowTransactionBatchCode:String Created:DateTime Creator:Guid CreatorFullName:String Currency:String
            Description:String DirectDebitMandate:Guid DirectDebitMandateDescription:String DirectDebitMandatePaymentType:Int16
            DirectDebitMandateReference:String DirectDebitMandateType:Int16 DiscountDueDate:DateTime Division:Int32 Document:Guid
            DocumentNumber:Int32 DocumentSubject:String DueDate:DateTime EndDate:DateTime EndPeriod:Int16 EndToEndID:String
            EndYear:Int16 EntryDate:DateTime EntryID:Guid EntryNumber:Int32 GLAccount:Guid GLAccountCode:String
            GLAccountDescription:String InvoiceDate:DateTime InvoiceNumber:Int32 IsBatchBooking:Byte IsFullyPaid:Boolean
            Journal:String JournalDescription:String LastPaymentDate:DateTime LineType:Int16 Modified:DateTime Modifier:Guid
            ModifierFullName:String OrderNumber:Int32 PaymentBatchNumber:Int32 PaymentCondition:String
            PaymentConditionDescription:String PaymentDays:Int32 PaymentDaysDiscount:Int32 PaymentDiscountPercentage:Double
            PaymentInformationID:String PaymentMethod:String PaymentReference:String PaymentSelected:DateTime PaymentSelector:Guid
            PaymentSelectorFullName:String RateFC:Double ReceivableBatchNumber:Int32 ReceivableSelected:DateTime
            ReceivableSelector:Guid ReceivableSelectorFullName:String Source:Int32 Status:Int16 TransactionAmountDC:Double
            TransactionAmountFC:Double TransactionDueDate:DateTime TransactionEntryID:Guid TransactionID:Guid
            TransactionIsReversal:Boolean TransactionReportingPeriod:Int16 TransactionReportingYear:Int16 TransactionStatus:Int16
            TransactionType:Int32 YourRef:String
            """)

    /// `read/financial/ReceivablesList`.
    static let receivablesList = Schema(
        "read/financial/ReceivablesList", model: "ReceivableList", key: "HID:Int64",
        readOnly: """
            AccountId:Guid AccountCode:String>18 AccountName:String InvoiceNumber:Int32 EntryNumber:Int32 InvoiceDate:DateTime
            DueDate:DateTime Amount:Double AmountInTransit:Double CurrencyCode:String JournalCode:String YourRef:String
            Description:String Id:Guid JournalDescription:String
            """)
}
