extension Schema {
    /// `documents/Documents`.
    static let documents = Schema(
        "documents/Documents", model: "Document", key: "ID:Guid",
        writable: """
            Subject:String Type:Int32 Account:Guid DocumentDate:DateTime Body:String Category:Guid FinancialTransactionEntryID:Guid
            SalesInvoiceNumber:Int32 AmountFC:Double Currency:String HID:Int32 ProposedEntryStatus:Int16 DocumentFolder:Guid
            CategoryDescription:String Contact:Guid ContractID:Guid ExpiryDate:DateTime InheritShare:Boolean Item:Guid
            Language:String<10 Opportunity:Guid Project:Guid SalesOrderNumber:Int32 ScanServiceStatus:Int16 ShopOrderNumber:Int32
            TeamsMeetingId:String
            """,
        readOnly: """
            DocumentViewUrl:String AccountCode:String>18 AccountName:String ContactFullName:String ContractNumber:String
            DocumentFolderCode:String DocumentFolderDescription:String HasEmptyBody:Boolean ItemCode:String ItemDescription:String
            ProjectCode:String ProjectDescription:String SendMethod:Int32 TypeDescription:String Created:DateTime Creator:Guid
            CreatorFullName:String Division:Int32 Modified:DateTime Modifier:Guid ModifierFullName:String
            """)

    /// `documents/DocumentAttachments`.
    static let documentAttachments = Schema(
        "documents/DocumentAttachments", model: "DocumentAttachment", key: "ID:Guid",
        creatable: """
            Document:Guid FileName:String Attachment:Binary
            """,
        readOnly: """
            FileSize:Double Url:String
            """)
}
