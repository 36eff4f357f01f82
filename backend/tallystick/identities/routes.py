"""/v1/verification-rules, /v1/note-wallets, /v1/statements and /v1/country-lists"""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from tallystick.identities.schemas import (
    CountryListReceipt,
    CountryLists,
    NewCountry,
    NewCountryList,
    NewNoteWallet,
    NewStatement,
    NewTopicRule,
    NewTrust,
    NoteWalletList,
    NoteWalletReceipt,
    RemovedNoteWallet,
    RenewedNoteWallets,
    RulesReceipt,
    StatementReceipt,
    StatementToWithdraw,
    VerificationRules,
)
from tallystick.identities.service import IdentityService
from tallystick.parties.routes import PartyPath
from tallystick.web.requests import COMMAND_RESPONSES, DryRun, Requesting, respond
from tallystick.web.security import Allowed
from tallystick.web.viewer import PARTY_ROLES, TRADING_ROLES, Role, Viewer

router = APIRouter(prefix="/v1", tags=["identities"])


async def service(request: Request) -> IdentityService:
    found: IdentityService = request.app.state.identities
    return found


Service = Annotated[IdentityService, Depends(service)]
Host = Annotated[Viewer, Depends(Allowed(Role.HOST))]
Operator = Annotated[Viewer, Depends(Allowed(Role.OPERATOR))]
Verifier = Annotated[Viewer, Depends(Allowed(Role.VERIFIER))]
Anybody = Annotated[Viewer, Depends(Allowed(*PARTY_ROLES))]
WalletReader = Annotated[
    Viewer,
    Depends(Allowed(*TRADING_ROLES, Role.SUPERVISOR, Role.OPERATOR, Role.VERIFIER, Role.TRANSFER_AGENT)),
]


@router.get("/verification-rules", operation_id="get_verification_rules")
def get_verification_rules(identities: Service, _viewer: Anybody) -> VerificationRules:
    """What it takes to hold notes: the topics on which there must be a statement, and whose statements count."""
    return identities.rules()


@router.post(
    "/verification-rules",
    operation_id="require_topic",
    status_code=201,
    response_model=RulesReceipt,
    responses=COMMAND_RESPONSES,
)
def require_topic(
    new: NewTopicRule, identities: Service, requester: Requesting, _viewer: Host, dry_run: DryRun = False
) -> Response:
    """Asks for statements on a topic, or no longer. Whoever lacks one gets no notes from the same block on."""
    return respond(identities.require_topic(new, requester, dry_run))


@router.post(
    "/verifiers/{party}/topics",
    operation_id="trust_verifier",
    status_code=201,
    response_model=RulesReceipt,
    responses=COMMAND_RESPONSES,
)
def trust_verifier(
    party: PartyPath,
    new: NewTrust,
    identities: Service,
    requester: Requesting,
    _viewer: Host,
    dry_run: DryRun = False,
) -> Response:
    """Says on which topics a verifier's statements count from now on; on none: what it has stated counts no longer."""
    return respond(identities.trust(party, new, requester, dry_run))


@router.post(
    "/note-wallets",
    operation_id="register_note_wallet",
    status_code=201,
    response_model=NoteWalletReceipt,
    responses=COMMAND_RESPONSES,
)
def register_note_wallet(
    new: NewNoteWallet, identities: Service, requester: Requesting, _viewer: Operator, dry_run: DryRun = False
) -> Response:
    """Registers a party's wallet for notes. It may get some once the statements that it takes stand."""
    return respond(identities.register(new, requester, dry_run))


@router.get("/note-wallets", operation_id="list_note_wallets")
def list_note_wallets(identities: Service, viewer: WalletReader) -> NoteWalletList:
    """Your wallet and whether it may get notes; everybody's for whoever registers, verifies or serves as agent."""
    return identities.wallets(viewer)


@router.post(
    "/note-wallets/renewal",
    operation_id="renew_note_wallets",
    status_code=201,
    response_model=RenewedNoteWallets,
    responses=COMMAND_RESPONSES,
)
def renew_note_wallets(
    identities: Service, requester: Requesting, _viewer: Operator, dry_run: DryRun = False
) -> Response:
    """Finds anew how wallets stand after topics or verifiers have changed, up to 100 of them."""
    return respond(identities.renew(requester, dry_run))


@router.post(
    "/note-wallets/{party}/country",
    operation_id="change_note_wallet_country",
    status_code=201,
    response_model=NoteWalletReceipt,
    responses=COMMAND_RESPONSES,
)
def change_note_wallet_country(
    party: PartyPath,
    new: NewCountry,
    identities: Service,
    requester: Requesting,
    _viewer: Operator,
    dry_run: DryRun = False,
) -> Response:
    """Says where a party is at home now."""
    return respond(identities.move(party, new.country, requester, dry_run))


@router.post(
    "/note-wallets/{party}/removal",
    operation_id="remove_note_wallet",
    status_code=201,
    response_model=RemovedNoteWallet,
    responses=COMMAND_RESPONSES,
)
def remove_note_wallet(
    party: PartyPath, identities: Service, requester: Requesting, _viewer: Operator, dry_run: DryRun = False
) -> Response:
    """Strikes a wallet from the register: it keeps the notes that it has, and gets none."""
    return respond(identities.remove(party, requester, dry_run))


@router.post(
    "/statements",
    operation_id="state_of_party",
    status_code=201,
    response_model=StatementReceipt,
    responses=COMMAND_RESPONSES,
)
def state_of_party(
    new: NewStatement, identities: Service, viewer: Verifier, requester: Requesting, dry_run: DryRun = False
) -> Response:
    """States something about a party, on a topic for which you are trusted."""
    return respond(identities.state(new, viewer, requester, dry_run))


@router.post(
    "/statements/withdrawal",
    operation_id="withdraw_statement",
    status_code=201,
    response_model=StatementReceipt,
    responses=COMMAND_RESPONSES,
)
def withdraw_statement(
    old: StatementToWithdraw,
    identities: Service,
    viewer: Verifier,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Takes a statement of yours back; who may hold notes because of it gets none from the same block on."""
    return respond(identities.withdraw(old, viewer, requester, dry_run))


@router.post(
    "/country-lists",
    operation_id="list_countries",
    status_code=201,
    response_model=CountryListReceipt,
    responses=COMMAND_RESPONSES,
)
def list_countries(
    new: NewCountryList, identities: Service, requester: Requesting, _viewer: Host, dry_run: DryRun = False
) -> Response:
    """Makes a list of countries that offerings can be restricted to. It never changes."""
    return respond(identities.list_countries(new, requester, dry_run))


@router.get("/country-lists", operation_id="list_country_lists")
def list_country_lists(identities: Service, _viewer: Anybody) -> CountryLists:
    """Lists of countries that offerings can be restricted to."""
    return identities.country_lists()
