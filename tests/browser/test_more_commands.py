"""What else each role can do: purposes, disputes, early payment, what an office orders, money in and out of wallets."""

from playwright.sync_api import expect

from tests.browser.portal import Portal


def offered(portal: Portal, number: str, debtor: str, creditor: str, currency: str) -> str:
    """A receivable over 250,000.00, due with the first of its kind, that waits for its creditor."""
    billed = {
        "kind": "invoice",
        "number": number,
        "issued_on": "2026-01-05",
        "buyer": portal.parties[debtor]["party"],
        "seller": portal.parties[creditor]["party"],
        "amount": 25_000_000,
        "currency": currency,
    }
    document = portal.program(creditor).command("/v1/documents", billed)["fingerprint"]
    alike = next(
        one
        for one in portal.program(debtor).read("/v1/receivables")["receivables"]
        if one["currency"] == currency and one["debtor"]["id"] == portal.parties[debtor]["party"]
    )
    body = {
        "programme": alike["programme"],
        "creditor": portal.parties[creditor]["party"],
        "face": 25_000_000,
        "due_date": alike["due_date"],
        "evidence": [{"document": document, "amount": 25_000_000}],
    }
    receivable: str = portal.program(debtor).command("/v1/receivables", body)["receivable"]["id"]
    return receivable


def test_a_purpose_is_declared_so_that_a_supplier_abroad_can_accept(portal: Portal) -> None:
    receivable = offered(portal, "26312000000024000001", "platform", "lion", "USD")
    portal.shown("platform", "#/border", "border-purpose")
    portal.shown("platform", f"#/commands/declare-purpose?receivable={receivable}", "declare-purpose")
    lion, platform = portal.visitor("lion"), portal.visitor("platform")
    lion.go(f"#/commands/accept-receivable?receivable={receivable}")
    lion.sees("Nobody has declared yet what it is for.")
    platform.go("#/")
    waiting = platform.panel("What waits for you")
    expect(waiting).to_contain_text("say what it is for, so that 狮城贸易 Lion City Trading can accept")
    platform.go("#/border")
    platform.panel("Waiting for their purpose").get_by_role("link", name="Declare the purpose").click()
    told = ("US$250,000.00 (two hundred and fifty thousand US dollars)", "121010 general trade in goods")
    receipt = platform.carry_out("Declare the purpose", *told, "it cannot be declared anew")
    expect(receipt).to_contain_text("is for 121010 general trade in goods")
    lion.sees("the ledger would carry this out")
    platform.go("#/")
    platform.does_not_see("say what it is for")
    platform.go(f"#/commands/declare-purpose?receivable={receivable}")
    platform.sees(f"Receivable {receivable} is for 121010.")
    platform.go("#/border")
    expect(platform.panel("Waiting for their purpose")).to_have_count(0)


def test_a_rate_is_not_fixed_before_its_day_and_the_reason_is_told(portal: Portal) -> None:
    receivables = portal.program("lion").read("/v1/receivables")["receivables"]
    owed = next(one["id"] for one in receivables if one["status"] == "active")
    lion = portal.visitor("lion", "zh-CN")
    lion.go(f"#/commands/fix-rate?receivable={owed}")
    lion.sees("预检未通过")
    lion.sees(f"The rate of receivable {owed} is fixed from")
    lion.sees("最近采信汇率")


def test_a_debtor_disputes_a_part_and_lets_its_objection_fall(portal: Portal) -> None:
    car_maker, tier1 = portal.visitor("car_maker"), portal.visitor("tier1")
    car_maker.go("#/claims/2-8")
    car_maker.click("Dispute", "link")
    car_maker.fill("Amount", "400,000")
    car_maker.fill("What is objected", "Two crates came back")
    told = (
        "CN¥400,000.00 (four hundred thousand yuan) of claim 2-8",
        "The disputed part becomes a claim of its own",
        "CN¥600,000.00 (six hundred thousand yuan) are not disputed and stay in claim 2-8",
        "You owe it as before",
    )
    receipt = car_maker.carry_out("Dispute", *told)
    expect(receipt).to_contain_text("CN¥400,000.00 of claim 2-8 are disputed.")
    disputed = str(portal.program("car_maker").read("/v1/disputes")["disputes"][0]["claim"])
    portal.shown("car_maker", f"#/claims/{disputed}", "claim-disputed")
    portal.shown("car_maker", "#/commands/raise-dispute?claim=2-9", "raise-dispute")
    tier1.go("#/")
    expect(tier1.panel("What waits for you")).to_contain_text(f"disputes claim {disputed} over CN¥400,000.00")
    tier1.click("Read why", "link")
    expect(tier1.panel("Disputes")).to_contain_text("Two crates came back")
    tier1.go("#/receivables/2")
    expect(tier1.panel("Disputes")).to_contain_text("Two crates came back")
    tier1.go(f"#/commands/ask-quotes?claim={disputed}")
    tier1.sees("The claim is disputed: no new financing until the dispute has ended.")
    car_maker.go(f"#/commands/raise-dispute?claim={disputed}")
    car_maker.fill("What is objected", "Once more")
    car_maker.is_refused("claim_disputed")
    car_maker.go(f"#/claims/{disputed}")
    car_maker.click("Let the objection fall", "link")
    receipt = car_maker.carry_out("Let the objection fall", "CN¥400,000.00", "financed again")
    expect(receipt).to_contain_text(f"Claim {disputed} is no longer disputed.")
    tier1.sees("the ledger would carry this out")


def test_whoever_a_claim_is_pledged_to_releases_it(portal: Portal) -> None:
    factor = {"for": portal.parties["factor"]["party"]}
    portal.program("tier1").command("/v1/claims/2-12/encumbrance", factor)
    tier1, lender = portal.visitor("tier1"), portal.visitor("factor")
    tier1.go("#/commands/release-pledge?claim=2-12")
    tier1.is_refused("not_the_beneficiary")
    lender.go("#/quotes")
    lender.panel("Pledged to you").get_by_role("row").filter(has_text="2-12").get_by_role("link").click()
    receipt = lender.carry_out("Release the pledge", "CN¥1,000,000.00 (one million yuan)", "your priority")
    expect(receipt).to_contain_text("Claim 2-12 is free.")
    tier1.go("#/claims/2-12")
    expect(tier1.panel("Terms")).to_contain_text("Free")


def test_recourse_is_waived_and_not_called_on_before_a_default(portal: Portal) -> None:
    claim = sold_with_recourse(portal, "2-13")
    bank = portal.visitor("bank")
    bank.go(f"#/commands/demand-recourse?claim={claim}")
    bank.is_refused("debtor_not_in_default")
    bank.shows_well("demand-recourse-refused-en")
    bank.sees("Answers for, if the debtor does not pay")
    bank.does_not_see("Owed today")
    bank.go(f"#/claims/{claim}")
    agreed = bank.panel("Loans and recourse")
    expect(agreed).to_contain_text("一级 Tier 1 Powertrain")
    expect(agreed).to_contain_text("Nothing yet; the seller answers for CN¥1,000,000.00")
    bank.panel("Loans and recourse").get_by_role("link", name="Waive recourse").click()
    told = "一级 Tier 1 Powertrain no longer answers for claim"
    receipt = bank.carry_out("Waive recourse", told, "Only the debtor owes you then")
    expect(receipt).to_contain_text(told)
    bank.go("#/")
    bank.go(f"#/commands/waive-recourse?claim={claim}")
    bank.is_refused("recourse_not_found")


def test_a_debtor_pays_early_and_a_supplier_bids_for_it(portal: Portal) -> None:
    company, distributor = portal.visitor("company"), portal.visitor("distributor02")
    portal.shown("company", "#/commands/open-auction", "open-auction")
    company.go("#/early-payment")
    company.click("Pay early", "link")
    company.fill("Amount", "999,000,000")
    company.sees("There is not enough money in the wallet.")
    company.fill("Amount", "300,000")
    company.choose("Price", "Each at its own rate")
    budget = "CN¥300,000.00 (three hundred thousand yuan) of your wallet are set aside"
    expect(company.carry_out("Pay early", budget, "each at its own rate")).to_contain_text(
        "is open with CN¥300,000.00"
    )
    auction = str(portal.program("company").read("/v1/auctions")["auctions"][0]["id"])
    distributor.go("#/")
    waiting = distributor.panel("What waits for you")
    expect(waiting).to_contain_text("江河日用品 Jianghe Consumer Goods pays early, up to CN¥300,000.00")
    waiting.get_by_role("link", name="See the auction").click()
    distributor.click("Offer for early payment", "link")
    distributor.fill("Amount", "100,000")
    distributor.fill("Discount rate", "0.50")
    distributor.is_refused("rate_below_curve")
    distributor.go("#/early-payment")
    distributor.panel("Notes that you could offer").get_by_role("link", name="Let early").click()
    distributor.fill("Amount", "100,000")
    distributor.carry_out("Let early payment move notes", "CN¥100,000.00 (one hundred thousand yuan)")
    distributor.go(f"#/commands/offer-early?auction={auction}")
    distributor.fill("Amount", "100,000")
    distributor.fill("Discount rate", "9.50")
    face = "with a face of CN¥100,000.00 (one hundred thousand yuan)"
    receipt = distributor.carry_out("Offer for early payment", face, "9.50 % a year", "may move them")
    expect(receipt).to_contain_text("CN¥100,000.00 at 9.50 %")
    portal.shown("distributor02", f"#/commands/offer-early?auction={auction}", "offer-early")
    portal.shown("company", f"#/early-payment/{auction}", "auction")
    portal.shown("distributor02", "#/early-payment", "auctions")
    company.go(f"#/commands/cancel-auction?auction={auction}")
    company.is_refused("auction_has_offers")
    distributor.go(f"#/early-payment/{auction}")
    distributor.click("Take the offer back", "link")
    receipt = distributor.carry_out("Take the offer back", "CN¥100,000.00 (one hundred thousand yuan)")
    expect(receipt).to_contain_text("is taken back")
    company.go(f"#/early-payment/{auction}")
    company.click("Cancel the auction", "link")
    receipt = company.carry_out("Cancel the auction", "CN¥300,000.00 (three hundred thousand yuan)")
    expect(receipt).to_contain_text(f"Auction {auction} is cancelled.")
    distributor.go(f"#/commands/clear-auction?auction={auction}")
    distributor.is_refused("auction_over")


def test_what_is_offered_is_taken_back_or_turned_down(portal: Portal) -> None:
    car_maker, tier1, bank = (portal.visitor(key) for key in ("car_maker", "tier1", "bank"))
    taken, declined = (
        offered(portal, f"2631200000002400001{last}", "car_maker", "tier1", "CNY") for last in "01"
    )
    car_maker.go(f"#/receivables/{taken}")
    car_maker.click("Withdraw", "link")
    receipt = car_maker.carry_out("Withdraw", "CN¥250,000.00 (two hundred and fifty thousand yuan)")
    expect(receipt).to_contain_text(f"Receivable {taken} is withdrawn.")
    tier1.go(f"#/commands/accept-receivable?receivable={taken}")
    tier1.is_refused("receivable_not_offered")
    tier1.go(f"#/receivables/{declined}")
    tier1.click("Decline", "link")
    expect(tier1.carry_out("Decline", "owes you nothing by it")).to_contain_text("is declined.")
    to_a = {"to": portal.parties["A"]["party"], "value": 1_000_000, "expires_at": "2099-01-01T00:00:00Z"}
    portal.program("tier1").command("/v1/claims/2-20/offers", to_a)
    tier1.go("#/quotes")
    tier1.panel("Offers").get_by_role("row").filter(has_text="2-20").get_by_role("link").click()
    receipt = tier1.carry_out("Withdraw the offer", "CN¥10,000.00 (ten thousand yuan)")
    expect(receipt).to_contain_text("甲 A Castings over CN¥10,000.00 is withdrawn.")
    asking = {"value": 100_000_000, "financiers": [portal.parties["bank"]["party"]]}
    request = portal.program("tier1").command("/v1/claims/2-21/quote-requests", asking)["id"]
    terms = {"rate_ppm": 60_000, "expires_at": "2099-01-01T00:00:00Z"}
    portal.program("bank").command(f"/v1/quote-requests/{request}/quotes", terms)
    bank.go("#/quotes?claim=2-21")
    bank.click("Revoke", "link")
    receipt = bank.carry_out("Revoke", "can no longer accept this quote on claim 2-21")
    expect(receipt).to_contain_text("The quote on claim 2-21 is revoked.")


def sold_with_recourse(portal: Portal, claim: str) -> str:
    """Tier 1 sells a claim of ¥1,000,000.00 to the bank and answers for it: the claim that the bank has."""
    asking = {"value": 100_000_000, "financiers": [portal.parties["bank"]["party"]]}
    request = portal.program("tier1").command(f"/v1/claims/{claim}/quote-requests", asking)["id"]
    days = portal.program("tier1").read("/v1/quotes")["quotes"]
    terms = {"rate_ppm": 60_000, "recourse": True, "expires_at": "2099-01-01T00:00:00Z"}
    quote = portal.program("bank").command(f"/v1/quote-requests/{request}/quotes", terms)["id"]
    portal.program("bank").command(
        f"/v1/claims/{claim}/liens", {"receipt": f"动产初始登记 {claim} {len(days)}"}
    )
    portal.program("tier1").command(f"/v1/quotes/{quote}/acceptance")
    return claim


def test_an_operator_lets_a_firm_in_and_is_shown_its_key_once(portal: Portal) -> None:
    portal.shown("operator", "#/", "home-operator")
    portal.shown("operator", "#/commands/open-party", "open-party")
    operator = portal.visitor()
    operator.sign_in_as("Operator")
    expect(operator.panel("Programmes")).to_contain_text("Offshore")
    operator.click("Open an account", "link")
    operator.fill("Registered name", "戊 E Fasteners")
    operator.fill("Tax number", "9131")
    operator.is_refused("malformed_request")
    operator.fill("Tax number", "91310000MA9EE9EE09")
    operator.page.get_by_label("Core enterprise").uncheck()
    operator.page.get_by_label("Supplier").check()
    receipt = operator.carry_out("Open an account", "takes part, as: Supplier.", "The key is shown once")
    expect(receipt).to_contain_text("戊 E Fasteners takes part.")
    key = receipt.get_by_text("tally_").text_content()
    newcomer = portal.visitor()
    newcomer.go("")
    newcomer.fill("API key of your party", str(key))
    newcomer.click("Sign in")
    expect(newcomer.page.get_by_role("heading", level=1)).to_have_text("戊 E Fasteners")


def test_an_operator_opens_a_programme_with_the_approval_that_its_regime_demands(portal: Portal) -> None:
    operator = portal.visitor("operator")
    operator.go("#/commands/open-programme")
    operator.fill("Name of the programme", "远行配套 Yuanxing parts 2026")
    operator.choose("Legal regime", "Offshore")
    operator.is_refused("regime_needs_approval")
    operator.page.get_by_label("Approval or filing").fill("汇备〔2026〕77号")
    told = ("Yuanxing parts 2026", "for 6 months at most", "Its rules are final once it is open.")
    expect(operator.carry_out("Open a programme", *told)).to_contain_text("is open.")


def test_an_operator_lets_wallets_in_abroad_and_to_notes(portal: Portal) -> None:
    operator = portal.visitor("operator")
    operator.go("#/")
    operator.click("Let in to cross-border trade", "link")
    operator.choose("Party", "丙 C Alloys")
    operator.fill("Beneficial owners behind it", "李氏 Li family")
    operator.choose("Country or region", "Hong Kong")
    told = ("as 李氏 Li family in Hong Kong", "counts together against the limits")
    receipt = operator.carry_out("Let in to cross-border trade", *told)
    expect(receipt).to_contain_text("丙 C Alloys takes part in cross-border trade.")
    operator.go("#/")
    operator.click("Let in to notes", "link")
    operator.choose("Party", "甲基金 Investor 1")
    operator.is_refused("wallet_registered_already")
    operator.choose("Party", "乙 B Electronics")
    receipt = operator.carry_out("Let in to notes", "once a verifier has stated what is required")
    expect(receipt).to_contain_text("乙 B Electronics is registered for notes.")
    operator.go("#/")
    expect(operator.panel("Wallets let in")).to_contain_text("李氏 Li family")
    portal.shown("operator", "#/commands/admit-abroad", "admit-abroad")


def test_an_operator_pauses_a_receivable_and_lets_it_go_on(portal: Portal) -> None:
    operator, a = portal.visitor("operator"), portal.visitor("A")
    operator.go("#/")
    operator.click("Pause a receivable", "link")
    operator.fill("Number of the receivable", "999")
    operator.is_refused("receivable_not_active")
    operator.fill("Number of the receivable", "4")
    receipt = operator.carry_out("Pause a receivable", "stay where they are", "Payment on them goes on.")
    expect(receipt).to_contain_text("Receivable 4 is paused.")
    a.go("#/commands/transfer?claim=4-1")
    a.choose("To whom", "丙 C Alloys")
    a.sees("The receivable is paused.")
    operator.go("#/commands/resume-receivable?receivable=4")
    receipt = operator.carry_out("Let a receivable go on", "can move again")
    expect(receipt).to_contain_text("Receivable 4 goes on.")
    a.sees("the ledger would carry this out")


def test_a_court_freezes_claims_and_lifts_its_own_order(portal: Portal) -> None:
    court, tier1 = portal.visitor(), portal.visitor("tier1")
    court.sign_in_as("上海金融法院 Shanghai Financial Court")
    court.click("Freeze claims", "link")
    court.fill("Claims", "2-16，2-17")
    court.fill("Order", "（2026）沪74执保1号")
    told = ("2 claims are frozen: 2-16, 2-17.", "（2026）沪74执保1号", "Only you can lift it.")
    receipt = court.carry_out("Freeze claims", *told)
    expect(receipt).to_contain_text("Frozen: 2-16, 2-17.")
    portal.shown("court", "#/", "home-court")
    portal.shown("court", "#/commands/freeze", "freeze")
    tier1.go("#/commands/transfer?claim=2-16")
    tier1.choose("To whom", "丙 C Alloys")
    tier1.sees("The claim is frozen by an authority.")
    tier1.go("#/claims/2-16")
    expect(tier1.panel("Frozen claims")).to_contain_text("（2026）沪74执保1号")
    court.go("#/")
    row = court.panel("Frozen claims").get_by_role("row").filter(has_text="2-16")
    row.get_by_role("link", name="Lift the freeze").click()
    receipt = court.carry_out("Lift the freeze", "can move again")
    expect(receipt).to_contain_text("Your order on claim 2-16 is lifted.")
    court.go("#/commands/lift-freeze?claim=2-18")
    court.is_refused("no_order_stands")
    portal.program("court").command("/v1/freezes/lifting", {"claims": ["2-17"]})


def test_a_court_suspends_a_party_and_stops_a_programme(portal: Portal) -> None:
    court, distributor, platform = (portal.visitor(key) for key in ("court", "distributor03", "platform"))
    court.go("#/")
    court.click("Suspend a party", "link")
    court.choose("Party", "经销商03 Distributor 03")
    court.fill("Order", "（2026）沪74执保2号")
    receipt = court.carry_out("Suspend a party", "signs nothing any more", "All its claims are frozen by it.")
    expect(receipt).to_contain_text("经销商03 Distributor 03 is suspended.")
    distributor.go("#/commands/place-order?receivable=9")
    distributor.fill("Amount", "1,000")
    distributor.is_refused("account_suspended")
    court.go("#/")
    court.panel("Suspended parties").get_by_role("link", name="Lift the suspension").click()
    expect(court.carry_out("Lift the suspension", "can act again")).to_contain_text("is lifted.")
    court.go("#/")
    court.panel("Cross-border programmes").get_by_role("link", name="Stop the programme").click()
    court.fill("Order", "汇管〔2026〕9号")
    receipt = court.carry_out("Stop the programme", "Payment stops too.", "汇管〔2026〕9号")
    expect(receipt).to_contain_text("is stopped.")
    platform.go("#/border")
    platform.sees("上海金融法院 Shanghai Financial Court has stopped this programme")
    court.go("#/")
    court.panel("Cross-border programmes").get_by_role("link", name="Lift the stop").click()
    expect(court.carry_out("Lift the stop", "goes on, payment included")).to_contain_text("is lifted.")
    platform.does_not_see("has stopped this programme")


def test_an_operating_bank_opens_a_wallet_and_puts_money_in_and_takes_it_out(portal: Portal) -> None:
    firm = {"name": "己 F Springs", "tax_number": "91310000MA9FF9FF06", "roles": ["supplier"]}
    opened = portal.program("operator").command("/v1/parties", firm)
    bank = portal.visitor()
    bank.sign_in_as("运营机构 Operating Bank")
    bank.click("Open a wallet", "link")
    parties = bank.page.get_by_label("Party", exact=True).get_by_role("option")
    assert not {"法院 People's Court", "Operator", "金融监管局 Financial Supervisor"} & set(
        parties.all_inner_texts()
    )
    bank.choose("Party", "己 F Springs")
    expect(bank.carry_out("Open a wallet", "has an e-CNY wallet with you")).to_contain_text("has a wallet.")
    portal.shown("operating_bank", "#/", "home-operating-bank")
    bank.go("#/")
    row = bank.panel("Wallets of customers").get_by_role("row").filter(has_text="己 F Springs")
    row.get_by_role("link", name="Put e-CNY in").click()
    bank.fill("Amount", "2,000,000")
    receipt = bank.carry_out("Put e-CNY in", "CN¥2,000,000.00 (two million yuan)")
    expect(receipt).to_contain_text("CN¥2,000,000.00 are in the wallet of 己 F Springs.")
    party = str(opened["party"]["id"])
    portal.shown("operating_bank", f"#/commands/issue-money?party={party}", "issue-money")
    bank.go(f"#/commands/redeem-money?party={party}")
    bank.fill("Amount", "500,000")
    bank.sees("may move 0.00 of what the owner has, 500,000.00 is needed")
    portal.parties["F"] = {"api_key": str(opened["api_key"]), "party": party}
    owner = portal.visitor("F")
    owner.go("#/quotes")
    owner.click("Approve payments", "link")
    owner.choose("Who may", "运营机构 Operating Bank, your operating bank")
    owner.fill("Amount", "700,000")
    owner.carry_out("Approve payments", "may take up to CN¥700,000.00", "you have it exchange back")
    receipt = bank.carry_out("Take e-CNY out", "CN¥500,000.00 (five hundred thousand yuan)")
    expect(receipt).to_contain_text("CN¥500,000.00 were taken out of the wallet of 己 F Springs.")


def test_an_approval_is_shown_replaced_and_taken_back(portal: Portal) -> None:
    investor = portal.visitor("investor2")
    investor.go("#/commands/approve-payments?spender=desk")
    investor.fill("Amount", "900,000")
    investor.carry_out("Approve payments")
    investor.go("#/market")
    investor.go("#/commands/approve-payments?spender=desk")
    about = investor.page.get_by_label("What it is about")
    expect(about).to_contain_text("Still approved: The financing desk")
    expect(about).to_contain_text("CN¥900,000.00")
    investor.fill("Amount", "0")
    told = (
        "The financing desk may move nothing of yours any more.",
        "CN¥900,000.00 (nine hundred thousand yuan)",
    )
    expect(investor.carry_out("Approve payments", *told)).to_contain_text("may move nothing any more")
    investor.go("#/market")
    investor.go("#/commands/approve-payments?spender=desk")
    expect(about).not_to_contain_text("The financing desk")
