"""The directory names the contracts of a deployment and is never changed."""

from tallystick.chain.deployment import CONTRACT_NAMES
from tallystick.chain.interface import interface
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.stage import Stage


def name(text: str) -> bytes:
    return text.encode().ljust(32, b"\0")


def test_the_directory_names_every_contract_of_the_deployment(stage: Stage) -> None:
    named = {text: stage.directory.ask("contractNamed(bytes32)", name(text)) for text in ("access", "ledger")}
    assert named == {"access": stage.access.address, "ledger": stage.ledger.address}
    assert stage.directory.ask("contractNamed(bytes32)", name("programmes")) == stage.programmes.address
    assert stage.directory.ask("contractNamed(bytes32)", name("evidence")) == stage.evidence.address
    assert stage.directory.ask("contractNamed(bytes32)", name("issuance")) == stage.issuance.address
    assert stage.directory.ask("contractNamed(bytes32)", name("ecny")) == stage.ecny.address
    assert stage.directory.ask("contractNamed(bytes32)", name("settlement")) == stage.settlement.address
    assert stage.directory.ask("contractNamed(bytes32)", name("desk")) == stage.financing.address


def test_the_directory_lists_its_names(stage: Stage) -> None:
    listed = stage.directory.ask("names()")
    assert listed == tuple(name(text) for text in CONTRACT_NAMES)


def test_the_directory_knows_its_version_and_its_block(stage: Stage) -> None:
    assert stage.directory.ask("VERSION()") == "4"
    assert stage.directory.ask("deployedAt()") == stage.contracts.block


def test_everything_in_the_directory_was_there_before_it(stage: Stage) -> None:
    first_event_of_any_use = stage.contracts.block
    contracts = (
        stage.contracts.programmes,
        stage.contracts.evidence,
        stage.contracts.ledger,
        stage.contracts.issuance,
        stage.contracts.ecny,
        stage.contracts.settlement,
        stage.contracts.desk,
    )
    earlier = stage.chain.node.headers(0, first_event_of_any_use)
    assert all(logs == [] or logs[0].topics for logs in stage.chain.node.logs(earlier, contracts))
    assert all(stage.chain.node.code(address) for address in contracts)


def test_a_name_that_is_not_listed_is_unknown(stage: Stage) -> None:
    with refused("UnknownName", name=name("treasury")):
        stage.directory.ask("contractNamed(bytes32)", name("treasury"))


def test_a_directory_has_an_address_for_each_name(stage: Stage) -> None:
    with refused("NamesAndAddressesDiffer", names=2, addresses=1):
        stage.put(interface("Directory"), [name("one"), name("two")], [stage.ledger.address])


def test_a_directory_has_one_address_for_each_name(stage: Stage) -> None:
    with refused("NameTaken", name=name("one")):
        stage.put(interface("Directory"), [name("one")] * 2, [stage.ledger.address, stage.access.address])


def test_a_directory_names_contracts_only(stage: Stage) -> None:
    for target in (bytes(20), b"\7" * 20):
        with refused("NotAContract", name=name("one"), target=target):
            stage.put(interface("Directory"), [name("one")], [target])


def test_nothing_in_a_directory_can_be_changed(stage: Stage) -> None:
    assert stage.directory.changing_functions == ()
