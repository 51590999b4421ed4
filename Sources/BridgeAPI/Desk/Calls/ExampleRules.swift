extension DeskCall {
    /// Rules as short as rules can be, for the examples.
    static let exampleRules = """
        name: flowers
        accounts:
          rules:
            - name: revenue-roses
              when: { document_kind: sales_invoice, line_kind: product, product_group: ROSES, vat_treatment: domestic }
              account: "8000"

        """
}
