// The same text as Examples/mapping-king-finance-flower-exporter.yaml; a test compares them.
extension MappingSamples {
    /// A complete rule set for a Dutch flower exporter on KING Finance, as a rules file with comments.
    public static let kingFinanceFlowerExporter = #"""
        # How documents of FreshPortal become entries in KING Finance: a Dutch flower exporter.
        #
        # Read it from top to bottom: which account, which VAT code, which daybook, which number, which texts.
        #
        # A rule has a name (unique, never reused: every entry line says which rule made it), the keys it asks for under "when", and what it
        # gives. A key that is left out accepts anything; a list accepts any of its values. Of the rules that match, the one that asks for the
        # most keys decides. Two rules that ask for equally many keys and could match the same line are refused when the mapping is saved.
        #
        # Rules may carry valid_from and valid_to. VAT codes and packaging are judged on the day of supply, all else on the invoice date.
        # "default" is used when no rule matches; each use is counted and reported, so a table without a default is the safer choice: a
        # document then waits until somebody has decided.
        #
        # Accounts are those of chart-nl-flower-trade.yaml. Codes are text: write them between quotes, so that zeros in front are kept.

        name: KING Finance, flower exporter

        # Documents with an earlier invoice date are not exported. Uncomment it on the day the bridge is put to use.
        # first_date: 2026-11-01

        # The VAT codes FreshPortal may write. A code that is not listed stops the document.
        source_vat_codes: [L, H, N, V, X, OSSDE7]

        # ---------------------------------------------------------------------------------------------------------------------------------
        # Which ledger account a line goes to, and the cost unit that goes with it. A cost centre on the line itself goes before the rule's.
        accounts:
          rules:
            # Goods sold in the Netherlands.
            - name: revenue-flowers-nl
              when: { document_kind: [sales_invoice, credit_note], line_kind: product, product_group: CUTFLOWER, vat_treatment: domestic }
              account: "8000"
              cost_unit: "1"
            - name: revenue-plants-nl
              when: { document_kind: [sales_invoice, credit_note], line_kind: product, product_group: PLANT, vat_treatment: domestic }
              account: "8010"
              cost_unit: "2"
            - name: revenue-dyed-nl
              when: { document_kind: [sales_invoice, credit_note], line_kind: product, product_group: DYED, vat_treatment: domestic }
              account: "8020"
              cost_unit: "1"
              note: Dyed flowers fall outside the reduced rate
            - name: revenue-hardware-nl
              when: { document_kind: [sales_invoice, credit_note], line_kind: product, product_group: HARDWARE, vat_treatment: domestic }
              account: "8020"
              cost_unit: "3"

            # Goods sold elsewhere in the EU, and outside it.
            - name: revenue-flowers-eu
              when: { document_kind: [sales_invoice, credit_note], line_kind: product, product_group: [CUTFLOWER, DYED], vat_treatment: eu_supply }
              account: "8100"
              cost_unit: "1"
            - name: revenue-plants-eu
              when: { document_kind: [sales_invoice, credit_note], line_kind: product, product_group: PLANT, vat_treatment: eu_supply }
              account: "8110"
              cost_unit: "2"
            - name: revenue-hardware-eu
              when: { document_kind: [sales_invoice, credit_note], line_kind: product, product_group: HARDWARE, vat_treatment: eu_supply }
              account: "8110"
              cost_unit: "3"
              note: No account of its own yet; choose one with the accountant
            - name: revenue-flowers-export
              when: { document_kind: [sales_invoice, credit_note], line_kind: product, product_group: [CUTFLOWER, DYED], vat_treatment: export }
              account: "8200"
              cost_unit: "1"
            - name: revenue-plants-export
              when: { document_kind: [sales_invoice, credit_note], line_kind: product, product_group: PLANT, vat_treatment: export }
              account: "8200"
              cost_unit: "2"
            - name: revenue-hardware-export
              when: { document_kind: [sales_invoice, credit_note], line_kind: product, product_group: HARDWARE, vat_treatment: export }
              account: "8200"
              cost_unit: "3"

            # Consumers in other EU states (one-stop shop), and supplies with the VAT shifted to the customer.
            - name: revenue-oss
              when:
                document_kind: [sales_invoice, credit_note]
                line_kind: product
                product_group: [CUTFLOWER, PLANT, DYED, HARDWARE]
                vat_treatment: oss
              account: "8300"
            - name: revenue-oss-charges
              when: { document_kind: [sales_invoice, credit_note], line_kind: [transport, surcharge, packaging_sale], vat_treatment: oss }
              account: "8300"
            - name: revenue-shifted
              when:
                document_kind: [sales_invoice, credit_note]
                line_kind: product
                product_group: [CUTFLOWER, PLANT, DYED, HARDWARE]
                vat_treatment: reverse_charge
              account: "8400"
            - name: revenue-shifted-charges
              when:
                document_kind: [sales_invoice, credit_note]
                line_kind: [transport, surcharge, packaging_sale, service]
                vat_treatment: reverse_charge
              account: "8400"

            # Charges and services. They follow the rate of the goods; a charge without a VAT code is divided over the rates.
            - name: revenue-charges-9
              when: { document_kind: [sales_invoice, credit_note], line_kind: [transport, surcharge], vat_treatment: domestic, rate: 9 }
              account: "8030"
            - name: revenue-charges-21
              when: { document_kind: [sales_invoice, credit_note], line_kind: [transport, surcharge, service], vat_treatment: domestic, rate: 21 }
              account: "8035"
            - name: revenue-one-way-packaging-nl
              when: { document_kind: [sales_invoice, credit_note], line_kind: packaging_sale, vat_treatment: domestic }
              account: "8040"
            - name: revenue-rental-nl
              when: { document_kind: [sales_invoice, credit_note], line_kind: packaging_rental, vat_treatment: domestic }
              account: "8050"
            - name: revenue-charges-eu
              when: { document_kind: [sales_invoice, credit_note], line_kind: [transport, surcharge, packaging_sale], vat_treatment: eu_supply }
              account: "8130"
            - name: revenue-charges-export
              when: { document_kind: [sales_invoice, credit_note], line_kind: [transport, surcharge, packaging_sale], vat_treatment: export }
              account: "8230"
            - name: revenue-services-eu
              when: { document_kind: [sales_invoice, credit_note], line_kind: [service, packaging_rental], vat_treatment: eu_service }
              account: "8140"
            - name: discounts
              when: { document_kind: [sales_invoice, credit_note], line_kind: [discount, auction_fee] }
              account: "8900"

            # Balance sheet: deposits and advances.
            - name: deposits-owed
              when: { document_kind: [sales_invoice, credit_note], line_kind: [packaging_deposit, packaging_return] }
              account: "1700"
            - name: advances-received
              when: { document_kind: [sales_invoice, credit_note], line_kind: advance }
              account: "1710"

            # Purchases.
            - name: purchases-flowers
              when: { document_kind: [purchase_invoice, purchase_credit_note], line_kind: product, product_group: [CUTFLOWER, DYED] }
              account: "7000"
              cost_unit: "1"
            - name: purchases-plants
              when: { document_kind: [purchase_invoice, purchase_credit_note], line_kind: product, product_group: PLANT }
              account: "7010"
              cost_unit: "2"
            - name: purchases-hardware
              when: { document_kind: [purchase_invoice, purchase_credit_note], line_kind: product, product_group: HARDWARE }
              account: "7020"
              cost_unit: "3"
            - name: purchases-packaging
              when: { document_kind: [purchase_invoice, purchase_credit_note], line_kind: [packaging_sale, packaging_rental] }
              account: "7020"
              cost_unit: "3"
            - name: purchases-services
              when: { document_kind: [purchase_invoice, purchase_credit_note], line_kind: [service, transport, surcharge] }
              account: "7100"
            - name: auction-fees
              when: { document_kind: [purchase_invoice, purchase_credit_note], line_kind: auction_fee }
              account: "4510"
              cost_centre: "10"
              note: King demands a cost centre on this account (KPLVERPL)
            - name: deposits-paid
              when: { document_kind: [purchase_invoice, purchase_credit_note], line_kind: [packaging_deposit, packaging_return] }
              account: "1400"

            # Rounding that the source printed as a line.
            - name: rounding-lines
              when: { line_kind: rounding }
              account: "4990"

        # ---------------------------------------------------------------------------------------------------------------------------------
        # Which VAT code of King a line gets. Codes are numbers up to 99. What is outside VAT has a code too: make one of 0% without a box of the return
        # (here 10), so that a line without a code is never a guess.
        #
        # Should flowers go to 21% on 1 January 2028: give sales-9 and purchases-9 "valid_to: 2027-12-31". The rules for 21% are there already.
        # Supplies of 2027 that are invoiced or credited later keep 9%, because the day of supply decides.
        vat_codes:
          rules:
            - name: sales-9
              when: { document_kind: [sales_invoice, credit_note], vat_treatment: domestic, rate: 9 }
              vat_code: "1"
              valid_from: 2019-01-01
            - name: sales-21
              when: { document_kind: [sales_invoice, credit_note], vat_treatment: domestic, rate: 21 }
              vat_code: "2"
            - name: sales-shifted
              when: { document_kind: [sales_invoice, credit_note], vat_treatment: reverse_charge }
              vat_code: "3"
            - name: sales-export
              when: { document_kind: [sales_invoice, credit_note], vat_treatment: export }
              vat_code: "6"
            - name: sales-eu-goods
              when: { document_kind: [sales_invoice, credit_note], vat_treatment: eu_supply }
              vat_code: "5"
            - name: sales-eu-services
              when: { document_kind: [sales_invoice, credit_note], vat_treatment: eu_service }
              vat_code: "7"
            # One rule per country and rate under the one-stop shop.
            - name: sales-oss-germany
              when: { document_kind: [sales_invoice, credit_note], vat_treatment: oss, country: DE, rate: 7 }
              vat_code: "8"
            # Deposits that stay outside VAT; under another policy a deposit follows the rules above.
            - name: sales-deposits
              when:
                document_kind: [sales_invoice, credit_note]
                line_kind: [packaging_deposit, packaging_return]
                packaging_policy: OUTSIDE
                rate: 0
              vat_code: "10"

            - name: purchases-9
              when: { document_kind: [purchase_invoice, purchase_credit_note], vat_treatment: domestic, rate: 9 }
              vat_code: "11"
              valid_from: 2019-01-01
            - name: purchases-21
              when: { document_kind: [purchase_invoice, purchase_credit_note], vat_treatment: domestic, rate: 21 }
              vat_code: "12"
            - name: purchases-shifted
              when: { document_kind: [purchase_invoice, purchase_credit_note], vat_treatment: [reverse_charge, eu_service] }
              vat_code: "13"
            # Imports and acquisitions carry no printed rate: the product group says which one is ours to apply. King has codes for 9% here; a
            # purchase at 21% waits until the accountant has made one and it stands below.
            - name: imports-9
              when:
                document_kind: [purchase_invoice, purchase_credit_note]
                vat_treatment: import_article_23
                product_group: [CUTFLOWER, PLANT]
              vat_code: "14"
            - name: acquisitions-9
              when:
                document_kind: [purchase_invoice, purchase_credit_note]
                vat_treatment: eu_acquisition
                product_group: [CUTFLOWER, PLANT]
              vat_code: "15"
            - name: purchases-deposits
              when:
                document_kind: [purchase_invoice, purchase_credit_note]
                line_kind: [packaging_deposit, packaging_return]
                packaging_policy: OUTSIDE
                rate: 0
              vat_code: "10"

        # What each VAT code of King is. The accounts must be those King has with the code: it books the VAT there itself.
        # kind: due (we owe it), claimable (we claim it), self_assessed (both sides in one entry), none.
        # The VAT printed on the document is posted; the rate is checked against the day of supply.
        vat_definitions:
          - code: "10"
            name: Outside VAT
            kind: none
            rates: [{ rate: 0 }]
            ubl_category: E
          - code: "1"
            name: Sales 9%
            kind: due
            rates:
              - { rate: 9, valid_from: 2019-01-01 }
            due_account: "1510"
            ubl_category: S
            return_box: 1b
          - code: "2"
            name: Sales 21%
            kind: due
            rates:
              - { rate: 21, valid_from: 2012-10-01 }
            due_account: "1500"
            ubl_category: S
            return_box: 1a
          - code: "3"
            name: Domestic reverse charge
            kind: none
            rates: [{ rate: 0 }]
            ubl_category: AE
            return_box: 1e
          - code: "6"
            name: Export outside the EU
            kind: none
            rates: [{ rate: 0 }]
            ubl_category: G
            return_box: 3a
          - code: "5"
            name: Intra-EU goods
            kind: none
            rates: [{ rate: 0 }]
            ubl_category: K
            return_box: 3b + ICP
          - code: "7"
            name: Intra-EU services
            kind: none
            rates: [{ rate: 0 }]
            ubl_category: AE
            return_box: 3b + ICP
          - code: "8"
            name: OSS Germany 7%
            kind: due
            rates:
              - { rate: 7, valid_from: 2021-01-01 }
            due_account: "1550"
            ubl_category: S
            return_box: OSS
          - code: "11"
            name: Input VAT 9%
            kind: claimable
            rates:
              - { rate: 9, valid_from: 2019-01-01 }
            claimable_account: "1560"
            return_box: 5b
          - code: "12"
            name: Input VAT 21%
            kind: claimable
            rates:
              - { rate: 21, valid_from: 2012-10-01 }
            claimable_account: "1560"
            return_box: 5b
          - code: "13"
            name: Shifted to us 21%
            kind: self_assessed
            rates: [{ rate: 21 }]
            due_account: "1520"
            claimable_account: "1560"
            return_box: 2a and 5b
          - code: "14"
            name: Import under article 23, 9%
            kind: self_assessed
            rates: [{ rate: 9 }]
            due_account: "1530"
            claimable_account: "1560"
            return_box: 4a and 5b
          - code: "15"
            name: Acquisition 9%
            kind: self_assessed
            rates: [{ rate: 9 }]
            due_account: "1540"
            claimable_account: "1560"
            return_box: 4b and 5b

        # ---------------------------------------------------------------------------------------------------------------------------------
        # Which journal (dagboek) a document goes to. A journal that numbers invoices itself is refused, unless the target says otherwise.
        daybooks:
          rules:
            - name: daybook-sales
              when: { document_kind: [sales_invoice, credit_note] }
              daybook: "10"
            - name: daybook-purchases
              when: { document_kind: [purchase_invoice, purchase_credit_note] }
              daybook: "20"
            - name: daybook-ledger-ready
              when: { document_kind: journal, source_daybook: [VRK, INK, MEM] }
              daybook: "90"

        # In King the control account (SLUITREK) is the relation's, whatever the invoice: new debtors and creditors get it from here, and reading back
        # compares with it. So these rules ask for what a party is, never for what a document is, such as its currency.
        collective_accounts:
          rules:
            - name: debtors-nl
              when: { document_kind: [sales_invoice, credit_note], country_group: domestic }
              account: "1300"
            - name: debtors-eu
              when: { document_kind: [sales_invoice, credit_note], country_group: eu }
              account: "1310"
            - name: debtors-outside-eu
              when: { document_kind: [sales_invoice, credit_note], country_group: non_eu }
              account: "1320"
            - name: creditors
              when: { document_kind: [purchase_invoice, purchase_credit_note] }
              account: "1600"
            - name: auction-current-account
              when: { document_kind: [purchase_invoice, purchase_credit_note], customer_group: AUCTION }
              account: "1610"

        # The party's payment term in King's numbers (BETCOND). The due date printed on the document is sent along and goes before it.
        payment_conditions:
          default: { payment_condition: "30" }
          rules:
            - name: term-14-days
              when: { payment_term: 14D }
              payment_condition: "14"
            - name: term-30-days
              when: { payment_term: 30D }
              payment_condition: "30"
            - name: term-60-days
              when: { payment_term: 60D }
              payment_condition: "60"

        # How a deposit stands to VAT: OUTSIDE, FOLLOW_MAIN (the rate of the goods) or STANDARD (the general rate). By packaging code
        # ("product"), customer ("party"), customer group and so on. The policy FreshPortal gives with a customer goes before rules with one key.
        packaging:
          default: { policy: OUTSIDE }
          rules: []

        # The general rate, against which deposits under STANDARD are checked.
        standard_rates:
          - { rate: 21, valid_from: 2012-10-01 }

        # ---------------------------------------------------------------------------------------------------------------------------------
        # The number of a party in the books, within the ranges of the administration (BASFIN). Debtor C0412 becomes 20412, creditor S0011 60011. "table" names exceptions, such as
        # relations that King had before: { C0007: "10042" }. Other policies: same, prefix, table (only those of the table).
        numbers:
          debtors: { policy: range, strip: C, digits: 4, from: 20000, to: 29999 }
          creditors: { policy: range, strip: S, digits: 4, from: 60000, to: 69999 }

        # per_line: one entry line per line of the document. summed: one per account, VAT code, rate, cost centre and cost unit.
        detail: per_line

        # Texts. Placeholders: number, kind, date, supply_date, due_date, currency, order, delivery_notes, original, description,
        # payment_reference, administration, party.code, party.name, party.number; for lines also line.number, line.description, line.product,
        # line.group, line.quantity, line.unit, line.grower. What is too long for King (40 characters) is cut and ends in "…"; a reference is never cut.
        texts:
          language: nl
          description: "{number} {party.name}"
          line_description: "{line.description}"
          payment_reference: "{payment_reference}"
          # How we find an entry again. {number} once, and for each kind another beginning. It stands in King as document number (BOEKSTUK) and as
          # invoice number (FACT); both have 20 characters.
          references:
            sales_invoice: "F{number}"
            credit_note: "C{number}"
            purchase_invoice: "I{number}"
            purchase_credit_note: "D{number}"
            journal: "J{number}"

        # Differences in cents, and where they are booked. vat: printed VAT against the formula (outside it the document is flagged; the
        # printed VAT is posted all the same). rounding: lines against the printed total (0: the document is parked). payment: what was owed
        # against what was paid.
        tolerances:
          vat: { cents: 2, account: "4990" }
          rounding: { cents: 0, account: "4990" }
          payment: { cents: 5, account: "4990" }

        # An invoice that is negative on balance: park (a person decides) or credit (mapped by the rules for credit notes).
        negative_invoices: park

        # Where the cents go that remain when lines are converted to euro: last or largest line.
        remainder: last

        """#
}
