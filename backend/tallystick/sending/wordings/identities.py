"""What the identity registry refuses, and all that have owners and agents."""

from tallystick.refusal import Conflict, Forbidden, NotFound, Refusal
from tallystick.sending.wording import Wording

WORDINGS = {
    "CallerIsNotTheOwner": Wording(
        Forbidden,
        "not_the_owner_of_rules",
        "{caller} does not own what it wants to change.",
        "Let the owner do it.",
    ),
    "CallerIsNotAnAgent": Wording(
        Forbidden,
        "not_an_agent",
        "{caller} is no agent of what it wants to change.",
        "Let an agent do it, or have the owner appoint one.",
    ),
    "InvalidOwner": Wording(
        Refusal,
        "invalid_owner",
        "{owner} cannot be an owner.",
        "Give the address of somebody.",
    ),
    "InvalidAgent": Wording(
        Refusal,
        "invalid_agent",
        "{agent} is nobody, is an agent already, or is none that could be removed.",
        "Look who the agents are.",
    ),
    "TopicKnown": Wording(
        Conflict,
        "topic_required_already",
        "Statements on topic {topic} are required already.",
        "Nothing has to be done.",
    ),
    "TopicUnknown": Wording(
        NotFound,
        "topic_not_required",
        "Statements on topic {topic} are not required.",
        "Look which topics are.",
    ),
    "TooManyTopics": Wording(
        Refusal,
        "too_many_topics",
        "{topics} topics are more than {most}.",
        "Ask for fewer, or put several into one.",
    ),
    "NoTopics": Wording(
        Refusal,
        "topics_missing",
        "No topic is named on which {issuer} would be trusted.",
        "Name at least one.",
    ),
    "InvalidIssuer": Wording(
        Refusal,
        "invalid_issuer",
        "{issuer} cannot be an issuer.",
        "Give the address of somebody.",
    ),
    "IssuerKnown": Wording(
        Conflict,
        "issuer_trusted_already",
        "{issuer} is trusted already.",
        "Change its topics instead.",
    ),
    "IssuerUnknown": Wording(
        NotFound,
        "issuer_not_trusted",
        "{issuer} is not trusted.",
        "Look which issuers are.",
    ),
    "TooManyIssuers": Wording(
        Refusal,
        "too_many_issuers",
        "More than {most} issuers are not trusted at a time.",
        "Take the trust in another one back first.",
    ),
    "InvalidIdentity": Wording(
        Refusal,
        "invalid_identity",
        "Wallet {wallet} cannot be registered for identity {identity}.",
        "Give the addresses of both.",
    ),
    "InvalidCountry": Wording(
        Refusal,
        "invalid_country",
        "{country} is no country's number.",
        "Give its number by ISO 3166-1: 1 to 999.",
    ),
    "WalletKnown": Wording(
        Conflict,
        "wallet_registered_already",
        "Wallet {wallet} is registered for identity {identity} already.",
        "Change that, or delete it first.",
    ),
    "WalletUnknown": Wording(
        NotFound,
        "wallet_not_registered",
        "Wallet {wallet} is not registered.",
        "Let an agent of the identity registry register it.",
    ),
    "TooManyWallets": Wording(
        Refusal,
        "too_many_wallets",
        "Identity {identity} has {most} wallets, which is as many as there may be.",
        "Delete one that is not used any more.",
    ),
    "ListsDiffer": Wording(
        Refusal,
        "lists_differ",
        "One list has {first} entries, another {second}.",
        "Give one of each for every wallet.",
    ),
    "RegistriesAreOne": Wording(
        Refusal,
        "registries_are_one",
        "Wallets, topics and issuers are kept in one registry and cannot be taken apart.",
        "Change what it holds instead.",
    ),
    "NotTrustedOn": Wording(
        Forbidden,
        "not_trusted_on_topic",
        "{issuer} is not trusted on topic {topic}.",
        "Let the owner of the registry trust it on that.",
    ),
    "StatementExpired": Wording(
        Refusal,
        "statement_expired",
        "A statement that ends at {expiry} says nothing any more at {time}.",
        "Give a later end.",
    ),
    "NotStatedBy": Wording(
        NotFound,
        "statement_not_found",
        "{issuer} has stated nothing about {identity} on topic {topic}.",
        "Only what one has stated oneself can be withdrawn.",
    ),
}
