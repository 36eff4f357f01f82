"""What the contracts refuse about accounts and desks, in words."""

from tallystick.refusal import Conflict, Forbidden, Refusal
from tallystick.sending.wording import Wording

WORDINGS: dict[str, Wording] = {
    "AccountAlreadyOpen": Wording(
        Conflict,
        "account_already_open",
        "The account {account} is open already.",
        "Use the account as it is.",
    ),
    "AccountNotOpen": Wording(
        Refusal,
        "account_not_open",
        "{account} has no open account.",
        "Ask the operator to open the account first.",
    ),
    "InvalidAccount": Wording(
        Refusal, "invalid_account", "{account} cannot be an account.", "Name the address of a party's wallet."
    ),
    "UnknownRoles": Wording(
        Refusal,
        "unknown_roles",
        "The role bits {roles} name a role that does not exist.",
        "Use the roles of the API.",
    ),
    "RoleMissing": Wording(
        Forbidden,
        "role_missing",
        "{account} lacks the role {role} for this.",
        "Ask the operator for an account with it.",
    ),
    "AccountIsSuspended": Wording(
        Forbidden,
        "account_suspended",
        "The account {account} is suspended by an authority.",
        "Wait until the authority has reinstated it.",
    ),
    "DeskAlreadyAdmitted": Wording(
        Conflict, "desk_already_admitted", "The desk {desk} is admitted already.", "Use it as it is."
    ),
    "DeskNotAdmitted": Wording(
        Conflict, "desk_not_admitted", "{desk} is not an admitted desk.", "Name a desk that is."
    ),
}
