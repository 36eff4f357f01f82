"""What the e-CNY contract refuses, in words."""

from tallystick.refusal import Conflict, Forbidden, NotFound, Refusal
from tallystick.sending.wording import Wording

OPEN_A_WALLET = "An operating bank opens a wallet for whom it has identified."

WORDINGS: dict[str, Wording] = {
    "InvalidWallet": Wording(
        Refusal, "invalid_wallet", "{owner} can have no wallet.", "Name the address of a firm or a person."
    ),
    "WalletAlreadyOpen": Wording(
        Conflict,
        "wallet_already_open",
        "{owner} has a wallet already, with the bank {bank}.",
        "Use that one.",
    ),
    "WalletNotOpen": Wording(Refusal, "wallet_not_open", "{owner} has no e-CNY wallet.", OPEN_A_WALLET),
    "WalletOfAnotherBank": Wording(
        Forbidden,
        "wallet_of_another_bank",
        "The wallet of {owner} is with the bank {bank}.",
        "Turn to that bank.",
    ),
    "UnknownTier": Wording(
        Refusal,
        "unknown_tier",
        "There is no tier {tier} of wallets.",
        "Name 0 for a firm, or 1 to 4 for a person.",
    ),
    "AmountOutOfRange": Wording(
        Refusal,
        "amount_out_of_range",
        "An amount of {amount} is not within 0.01 to {most}.",
        "Name an amount within these bounds.",
    ),
    "FundsInsufficient": Wording(
        Conflict,
        "funds_insufficient",
        "{owner} has {available} that is not held for something, {needed} is needed.",
        "Let the wallet's bank issue more first, or pay less.",
    ),
    "PaymentLimitExceeded": Wording(
        Conflict,
        "payment_limit_exceeded",
        "A payment of {amount} is above the {limit} that the wallet of {owner} may pay at a time.",
        "Pay in parts, or let the wallet's bank identify its owner better.",
    ),
    "DailyLimitExceeded": Wording(
        Conflict,
        "daily_limit_exceeded",
        "The wallet of {owner} has paid {paid_today} today; with {amount} it would be above the {limit} of a day.",
        "Pay tomorrow, or let the wallet's bank identify its owner better.",
    ),
    "BalanceLimitExceeded": Wording(
        Conflict,
        "balance_limit_exceeded",
        "The wallet of {owner} would hold {balance}, it may hold {limit}.",
        "Pay less, or let the wallet's bank identify its owner better.",
    ),
    "InvalidReleaser": Wording(
        Refusal,
        "invalid_releaser",
        "{releaser} cannot release a hold.",
        "Name whoever is to pay it out.",
    ),
    "ExpiryPassed": Wording(
        Conflict,
        "expiry_passed",
        "It ends at {expiry}, and it is {time}.",
        "Place a hold that ends later; what is left of this one goes back to its payer.",
    ),
    "HoldNotFound": Wording(
        NotFound,
        "hold_not_found",
        "There is no hold {hold}, or nothing is left of it.",
        "Name one that is still there.",
    ),
    "NotTheReleaser": Wording(
        Forbidden,
        "not_the_releaser",
        "{caller} is not whom hold {hold} names to pay it out.",
        "Only its releaser pays it out.",
    ),
    "NotThePayee": Wording(
        Forbidden,
        "not_the_payee",
        "Hold {hold} is for {payee}, not for {given}.",
        "Pay it to whom it names.",
    ),
    "HoldExceeded": Wording(
        Conflict,
        "hold_exceeded",
        "Of hold {hold} {left} is left, {amount} is asked for.",
        "Pay at most what is left.",
    ),
    "HoldNotReturnable": Wording(
        Conflict,
        "hold_not_returnable",
        "Hold {hold} cannot be returned by you now.",
        "Its releaser may return it at any time, its payer once it has ended.",
    ),
    "ERC20InsufficientAllowance": Wording(
        Forbidden,
        "allowance_insufficient",
        "{spender} may move {allowance} of what the owner has, {needed} is needed.",
        "Let the owner approve it first.",
    ),
    "ERC20InsufficientBalance": Wording(
        Conflict,
        "balance_insufficient",
        "{sender} has {balance}, {needed} is needed.",
        "Move less, or see to it that there is more first.",
    ),
    "ERC20InvalidApprover": Wording(
        Refusal, "invalid_payer", "{approver} has no wallet to pay from.", OPEN_A_WALLET
    ),
    "ERC20InvalidSender": Wording(
        Refusal, "invalid_payer", "{sender} has no wallet to pay from.", OPEN_A_WALLET
    ),
    "ERC20InvalidReceiver": Wording(
        Refusal, "invalid_payee", "{receiver} has no wallet to be paid into.", OPEN_A_WALLET
    ),
    "ERC20InvalidSpender": Wording(
        Refusal, "invalid_spender", "{spender} cannot be allowed to move this.", "Name who is to pay."
    ),
}
